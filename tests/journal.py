"""What is written in a base, row by row: it is counted, and taken back after it was committed.

Several connections that write at once must commit: no transaction of a test takes that back, and
a copy of the base for each test would cost a second.
"""

from collections import Counter

from django.db import connection

START = """
CREATE TABLE journal (
    id bigint GENERATED ALWAYS AS IDENTITY, relation regclass, was jsonb, became jsonb
);
CREATE FUNCTION write_journal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO journal (relation, was, became) VALUES (TG_RELID, to_jsonb(OLD), to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE FUNCTION take_back() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    line record; key text; columns text;
BEGIN
    FOR line IN SELECT DISTINCT relation FROM journal LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', line.relation);
    END LOOP;
    FOR line IN SELECT * FROM journal ORDER BY id DESC LOOP
        SELECT string_agg(quote_ident(attname), ', ') FILTER (WHERE attgenerated = ''),
            max(attname) FILTER (WHERE attnum = indkey[0])
            INTO columns, key FROM pg_attribute JOIN pg_index ON indrelid = attrelid
            WHERE attrelid = line.relation AND indisprimary AND attnum > 0 AND NOT attisdropped;
        EXECUTE format('DELETE FROM %s WHERE %I::text = $1', line.relation, key)
            USING line.became->>key;
        IF line.was IS NOT NULL THEN
            EXECUTE format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM'
                ' jsonb_populate_record(NULL::%1$s, $1)', line.relation, columns) USING line.was;
        END IF;
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR line IN SELECT DISTINCT relation FROM journal LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', line.relation);
    END LOOP;
    TRUNCATE journal;
END $$;
DO $$ DECLARE relation regclass; BEGIN
    FOR relation IN SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'journal'
    LOOP
        EXECUTE format('CREATE TRIGGER "000 journal" AFTER INSERT OR UPDATE OR DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION write_journal()', relation);
    END LOOP;
END $$;
"""
COUNT = """
SELECT relation::text, was IS NULL, became IS NULL, count(*) FROM journal
WHERE relation::text <> ALL(%s) GROUP BY 1, 2, 3
"""


def start_journal():
    with connection.cursor() as cursor:
        cursor.execute(START)


def clear_journal():
    """From here on: what was written before stays."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal")


def written(*, but=()):
    """{(table, whether it is a new row, whether it was a row's end): how many}."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(but)])
        return Counter({(table, new, end): number for table, new, end, number in cursor})


def take_back():
    """Leave the base as it was when the journal began; the numbers of rows go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_back()")
