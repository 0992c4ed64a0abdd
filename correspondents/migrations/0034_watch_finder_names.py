"""Pages tell of regions abroad, and lists read the words of the finder: a new version each time."""

from django.db import migrations

from correspondents.records.data_version import group_triggers


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0033_delegation_keeps_search_words")]

    operations = [
        group_triggers(
            "countries",
            "correspondents_subdivision",
            "correspondents_subdivisionname",
            "correspondents_searchword",
            "correspondents_unrecognisedentity",
        ),
    ]
