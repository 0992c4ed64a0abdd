"""Writing a call, or what is read of projects retained, makes the next version of calls alone."""

from django.db import migrations

from correspondents.records.data_version import group_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0011_data_version"),
        ("correspondents", "0023_a_version_for_each_group"),
    ]

    operations = [
        group_triggers(
            "calls",
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
