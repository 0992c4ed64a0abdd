"""Writing the inventory makes another version of the data too."""

from django.db import migrations

WATCHED = (
    "localauthority",
    "localauthorityname",
    "foreignauthority",
    "foreignname",
    "theme",
    "frenchmember",
    "foreignmember",
    "partnershiptheme",
    "partnership",
    "agreement",
    "countrynotice",
    "newsitem",
    "coordinationnote",
)
WATCH = """
CREATE TRIGGER data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON atlas_{0} FOR EACH STATEMENT EXECUTE FUNCTION correspondents_on_change();
"""
UNWATCH = "DROP TRIGGER data_version ON atlas_{0};"


class Migration(migrations.Migration):
    dependencies = [
        ("atlas", "0006_what_leaves_the_open_data"),
        ("correspondents", "0019_data_version"),
    ]

    operations = [
        migrations.RunSQL(
            "".join(WATCH.format(table) for table in WATCHED),
            "".join(UNWATCH.format(table) for table in WATCHED),
        ),
    ]
