"""The towns of the finder and the contacts in France make another version of the data too."""

from django.db import migrations

from correspondents.watching import watched


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0021_links_of_opinions")]

    operations = [
        watched(
            "correspondents_place",
            "correspondents_placename",
            "correspondents_frenchregion",
            "correspondents_frenchcontact",
        ),
    ]
