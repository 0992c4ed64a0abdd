"""The delegation closes a link that went to the wrong address."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("correspondents"), verbosity=0, apps=apps)
    delegation = apps.get_model("auth", "Group").objects.get(name="Délégation")
    change = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="correspondents", codename="change_signedlink"
    )
    delegation.permissions.add(change)


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0008_delegation_invites")]

    operations = [migrations.RunPython(let_the_delegation, migrations.RunPython.noop)]
