"""Writing a call, or what is read of projects retained, makes another version of the data too."""

from django.db import migrations

WATCHED = (
    "call",
    "callcountry",
    "window",
    "application",
    "application_countries",
    "application_themes",
    "application_other_authorities",
    "application_other_partners",
    "committee",
    "decision",
)
WATCH = """
CREATE TRIGGER data_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
ON projects_{0} FOR EACH STATEMENT EXECUTE FUNCTION correspondents_on_change();
"""
UNWATCH = "DROP TRIGGER data_version ON projects_{0};"


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0010_hold_calls_grants_and_reminders"),
        ("correspondents", "0022_watch_what_pages_show"),
    ]

    operations = [
        migrations.RunSQL(
            "".join(WATCH.format(table) for table in WATCHED),
            "".join(UNWATCH.format(table) for table in WATCHED),
        ),
    ]
