"""The transactions that wrote what public pages show: one row each, noted by the base."""

from django.db import migrations, models

WATCHED = (
    "zone",
    "country",
    "country_look_alikes",
    "countryalias",
    "post",
    "coverage",
    "correspondent",
    "absence",
    "edition",
)
NOTE = """
CREATE FUNCTION correspondents_note_change() RETURNS void LANGUAGE sql AS $$
    INSERT INTO correspondents_datachange (xact)
    VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING
$$;
CREATE FUNCTION correspondents_on_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM correspondents_note_change();
    RETURN NULL;
END
$$;
"""
FORGET = """
DROP FUNCTION correspondents_on_change();
DROP FUNCTION correspondents_note_change();
"""
WATCH = """
CREATE TRIGGER data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON correspondents_{0} FOR EACH STATEMENT EXECUTE FUNCTION correspondents_on_change();
"""
UNWATCH = "DROP TRIGGER data_version ON correspondents_{0};"


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0018_delegation_reads_open_data")]

    operations = [
        migrations.CreateModel(
            name="DataChange",
            fields=[
                (
                    "xact",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="transaction"
                    ),
                ),
            ],
            options={
                "verbose_name": "changement des données",
                "verbose_name_plural": "changements des données",
            },
        ),
        migrations.RunSQL(NOTE, FORGET),
        migrations.RunSQL(
            "".join(WATCH.format(table) for table in WATCHED),
            "".join(UNWATCH.format(table) for table in WATCHED),
        ),
    ]
