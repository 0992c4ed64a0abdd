"""The towns of the finder and the contacts in France make another version of the data too."""

from django.db import migrations

WATCHED = ("place", "placename", "frenchregion", "frenchcontact")
WATCH = """
CREATE TRIGGER data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON correspondents_{0} FOR EACH STATEMENT EXECUTE FUNCTION correspondents_on_change();
"""
UNWATCH = "DROP TRIGGER data_version ON correspondents_{0};"


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0021_links_of_opinions")]

    operations = [
        migrations.RunSQL(
            "".join(WATCH.format(table) for table in WATCHED),
            "".join(UNWATCH.format(table) for table in WATCHED),
        ),
    ]
