"""Writing a call, or what is read of projects retained, makes another version of the data too."""

from django.db import migrations

from correspondents.watching import watched


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0010_hold_calls_grants_and_reminders"),
        ("correspondents", "0022_watch_what_pages_show"),
    ]

    operations = [
        watched(
            "projects_call",
            "projects_callcountry",
            "projects_window",
            "projects_application",
            "projects_application_countries",
            "projects_application_themes",
            "projects_application_other_authorities",
            "projects_application_other_partners",
            "projects_committee",
            "projects_decision",
        ),
    ]
