"""A search of the Atlas reads which authorities are known as one: a new version each time."""

from django.db import migrations

from correspondents.records.data_version import group_triggers


class Migration(migrations.Migration):
    dependencies = [("atlas", "0012_drafts_of_news")]

    operations = [group_triggers("inventory", "atlas_rapprochement")]
