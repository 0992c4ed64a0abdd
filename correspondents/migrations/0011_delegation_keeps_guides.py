"""The delegation keeps the contacts in France and the pages of advice; it reads the requests."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT_BY_DELEGATION = ("frenchregion", "frenchcontact", "guide", "guidesection")


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("correspondents"), verbosity=0, apps=apps)
    delegation = apps.get_model("auth", "Group").objects.get(name="Délégation")
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="correspondents"
    )
    delegation.permissions.add(
        *permissions.filter(content_type__model__in=KEPT_BY_DELEGATION),
        *permissions.filter(codename="view_contactrequest"),
    )


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0010_contact_and_guides")]

    operations = [migrations.RunPython(let_the_delegation, migrations.RunPython.noop)]
