"""The French authorities and the partners' places are in the index of names."""

from django.db import migrations

# The functions of `atlas/sql/` as they stand here; a later migration replaces one that changes.
FUNCTIONS = r"""
-- The names of the Atlas in the index of the finder (`correspondents/sql/1_search_names.sql`).

-- What an authority is called, without the article or the kind that begins its name.
CREATE OR REPLACE FUNCTION finder_core_of_authority(normalised text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(
        normalised, '^((le|la|les|l)|(cc|ca|cu)( (de la|de l|du|des|de|d))?) (?=.)', ''
    )
$$;

-- An article may be left out, « Havre » is Le Havre, and what an intercommunalité is, « CC du ». One
-- that was merged is not suggested. A postal code is only searched.
CREATE OR REPLACE FUNCTION finder_names_of_authority(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    WITH named AS (
        SELECT id, name_norm, name, name AS main, type, population, true AS is_main,
            successor_id IS NULL AS exists
        FROM atlas_localauthority
        WHERE keys IS NULL OR id = ANY(keys::bigint[])
        UNION ALL
        SELECT owner.id, other.name_norm, other.name, owner.name, type, population, false,
            successor_id IS NULL
        FROM atlas_localauthorityname other
        JOIN atlas_localauthority owner ON owner.id = authority_id
        WHERE keys IS NULL OR authority_id = ANY(keys::bigint[])
    )
    SELECT 'authority', id::text, name_norm, name, main, type, 'FR', coalesce(population, 0), 'fr',
        is_main, false, exists
    FROM named
    UNION ALL
    SELECT 'authority', id::text, finder_core_of_authority(name_norm), name, main, type, 'FR',
        coalesce(population, 0), 'fr', is_main, false, false
    FROM named
    WHERE name_norm <> finder_core_of_authority(name_norm)
    UNION ALL
    SELECT 'authority', owner.id::text, code, owner.name, owner.name, type, 'FR',
        coalesce(population, 0), 'fr', false, false, false
    FROM atlas_postalcode JOIN atlas_localauthority owner ON owner.id = authority_id
    WHERE keys IS NULL OR authority_id = ANY(keys::bigint[])
$$;

CREATE OR REPLACE FUNCTION finder_names_of_partner(keys text[]) RETURNS TABLE (
    kind text, key text, text text, name text, main text, detail text, country_code text,
    size integer, language text, is_main boolean, is_capital boolean, is_shown boolean
)
LANGUAGE sql STABLE AS $$
    SELECT 'partner', id::text, name_norm, name, name, level, country_id, 0, '', true, false, true
    FROM atlas_foreignauthority
    WHERE (keys IS NULL OR id = ANY(keys::bigint[])) AND name_norm <> ''
    UNION ALL
    SELECT 'partner', owner.id::text, other.name_norm, other.name, owner.name, level, country_id,
        0, '', false, false, true
    FROM atlas_foreignname other JOIN atlas_foreignauthority owner ON owner.id = authority_id
    WHERE (keys IS NULL OR authority_id = ANY(keys::bigint[])) AND other.name_norm <> ''
$$;
"""

WATCH = """
SELECT finder_watch('atlas_localauthority', 'authority', 'id');
SELECT finder_watch('atlas_localauthorityname', 'authority', 'authority_id');
SELECT finder_watch('atlas_postalcode', 'authority', 'authority_id');
SELECT finder_watch('atlas_foreignauthority', 'partner', 'id');
SELECT finder_watch('atlas_foreignname', 'partner', 'authority_id');
SELECT finder_index('authority', NULL);
SELECT finder_index('partner', NULL);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("atlas", "0014_postal_codes"),
        ("correspondents", "0035_search_names"),
    ]

    operations = [
        migrations.RunSQL([FUNCTIONS], migrations.RunSQL.noop),
        migrations.RunSQL(WATCH, migrations.RunSQL.noop),
    ]
