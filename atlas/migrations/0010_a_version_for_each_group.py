"""Writing the inventory, or news of a country, makes the next version of its group alone."""

from django.db import migrations

from correspondents.records.data_version import group_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("atlas", "0009_authorities_by_type"),
        ("correspondents", "0023_a_version_for_each_group"),
    ]

    operations = [
        group_triggers(
            "inventory",
            "atlas_localauthority",
            "atlas_localauthorityname",
            "atlas_foreignauthority",
            "atlas_foreignname",
            "atlas_theme",
            "atlas_frenchmember",
            "atlas_foreignmember",
            "atlas_partnershiptheme",
            "atlas_partnership",
            "atlas_agreement",
            "atlas_coordinationnote",
        ),
        group_triggers("news", "atlas_newsitem", "atlas_countrynotice"),
    ]
