"""A version of the data for each group of tables, from random marks instead of numbers."""

import django.db.models.fields.composite
from django.db import migrations, models

from correspondents.records.data_version import group_triggers

BY_GROUP = """
DROP FUNCTION correspondents_note_change();
CREATE FUNCTION correspondents_note_change(VARIADIC names text[]) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    held uuid := nullif(current_setting('correspondents.mark', true), '');
BEGIN
    IF held IS NULL THEN
        held := set_config('correspondents.mark', gen_random_uuid()::text, true);
    END IF;
    INSERT INTO correspondents_datachange ("group", mark)
    SELECT unnest(names), held ON CONFLICT DO NOTHING;
    RETURN held;
END
$$;
CREATE OR REPLACE FUNCTION correspondents_on_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM correspondents_note_change(VARIADIC TG_ARGV);
    RETURN NULL;
END
$$;
"""
BY_NUMBER = """
DROP FUNCTION correspondents_note_change(text[]);
CREATE FUNCTION correspondents_note_change() RETURNS void LANGUAGE sql AS $$
    INSERT INTO correspondents_datachange (xact)
    VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING
$$;
CREATE OR REPLACE FUNCTION correspondents_on_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM correspondents_note_change();
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0022_watch_what_pages_show")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, BY_NUMBER),
        migrations.DeleteModel(name="DataChange"),
        migrations.CreateModel(
            name="DataChange",
            fields=[
                (
                    "pk",
                    django.db.models.fields.composite.CompositePrimaryKey(
                        "group",
                        "mark",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("countries", "pays et villes"),
                            ("network", "postes et correspondants"),
                            ("inventory", "partenariats"),
                            ("calls", "appels et dossiers"),
                            ("news", "actualités et notices"),
                        ],
                        max_length=12,
                        verbose_name="groupe de tables",
                    ),
                ),
                ("mark", models.UUIDField(verbose_name="marque de la transaction")),
            ],
            options={
                "verbose_name": "changement des données",
                "verbose_name_plural": "changements des données",
            },
        ),
        migrations.RunSQL(BY_GROUP, migrations.RunSQL.noop),
        group_triggers(
            "countries",
            "correspondents_zone",
            "correspondents_country",
            "correspondents_country_look_alikes",
            "correspondents_countryalias",
            "correspondents_place",
            "correspondents_placename",
        ),
        group_triggers(
            "network",
            "correspondents_post",
            "correspondents_coverage",
            "correspondents_correspondent",
            "correspondents_absence",
            "correspondents_edition",
            "correspondents_frenchregion",
            "correspondents_frenchcontact",
        ),
    ]
