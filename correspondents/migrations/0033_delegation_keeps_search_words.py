"""The delegation keeps the words of the search and the pages that they lead to."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("correspondents"), verbosity=0, apps=apps)
    delegation = apps.get_model("auth", "Group").objects.get(name="Délégation")
    delegation.permissions.add(
        *apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="correspondents", content_type__model="searchword"
        )
    )


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0032_finder_names")]

    operations = [migrations.RunPython(let_the_delegation, migrations.RunPython.noop)]
