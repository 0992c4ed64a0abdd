"""What a base holds besides its rows: columns, constraints, indexes, triggers, functions."""

CATALOGUE = {
    "columns": "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod),"
    " attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid),"
    " row_number() OVER (PARTITION BY attrelid ORDER BY attnum)"
    " FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
    " WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def catalogue(cursor):
    """{kind: sorted lines} of the base of a cursor, of Django or of psycopg."""
    lines = {}
    for kind, query in CATALOGUE.items():
        cursor.execute(query)
        lines[kind] = sorted(map(repr, cursor.fetchall()))
    return lines
