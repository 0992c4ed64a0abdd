"""The delegation opens and closes the accounts of posts; which ones, the admin itself says."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GIVEN = ("view_user", "add_user", "change_user")


def of_users(apps):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="correspondents", codename__in=GIVEN
    )


def let_the_delegation_invite(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("correspondents"), verbosity=0, apps=apps)
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.add(*of_users(apps))


def take_it_back(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.remove(*of_users(apps))


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0007_cache_table")]

    operations = [migrations.RunPython(let_the_delegation_invite, take_it_back)]
