"""A text that is already its words in order was compared twice with each name."""

from django.db import migrations

NEAR = """
CREATE OR REPLACE FUNCTION finder_near(typed text, alike real) RETURNS SETOF bigint
LANGUAGE plpgsql AS $$
DECLARE
    usual text := current_setting('pg_trgm.similarity_threshold');
    words text := finder_words_of_region(typed);
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', alike::text, true);
    IF words = typed THEN  -- each name is compared once
        RETURN QUERY
            SELECT id FROM correspondents_searchname
            WHERE text % typed AND kind IN ('town', 'region', 'authority')
            ORDER BY similarity(text, typed) DESC, id
            LIMIT 150;
    ELSE
        RETURN QUERY
            SELECT id FROM correspondents_searchname
            WHERE (text % typed OR text % words) AND kind IN ('town', 'region', 'authority')
            ORDER BY greatest(similarity(text, typed), similarity(text, words)) DESC, id
            LIMIT 150;
    END IF;
    PERFORM set_config('pg_trgm.similarity_threshold', usual, true);
END
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION finder_near(typed text, alike real) RETURNS SETOF bigint
LANGUAGE plpgsql AS $$
DECLARE
    usual text := current_setting('pg_trgm.similarity_threshold');
    words text := finder_words_of_region(typed);
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold', alike::text, true);
    RETURN QUERY
        SELECT id FROM correspondents_searchname
        WHERE (text % typed OR text % words) AND kind IN ('town', 'region', 'authority')
        ORDER BY greatest(similarity(text, typed), similarity(text, words)) DESC, id
        LIMIT 150;
    PERFORM set_config('pg_trgm.similarity_threshold', usual, true);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0039_encrypted_second_factors")]
    operations = [migrations.RunSQL(NEAR, BEFORE)]
