"""The delegation keeps the inventory, its authorities and themes; it decides who are one."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT = (
    *("localauthority", "localauthorityname", "foreignauthority", "foreignname", "theme"),
    *("partnership", "frenchmember", "foreignmember", "partnershiptheme", "agreement"),
)
DECIDED = ("view_rapprochement", "add_rapprochement", "change_rapprochement")


def of_the_atlas(apps):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="atlas"
    )
    return [
        *permissions.filter(content_type__model__in=KEPT),
        *permissions.filter(codename__in=DECIDED),
    ]


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("atlas"), verbosity=0, apps=apps)
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.add(*of_the_atlas(apps))


def take_it_back(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.remove(*of_the_atlas(apps))


class Migration(migrations.Migration):
    dependencies = [("atlas", "0001_inventory"), ("correspondents", "0008_delegation_invites")]

    operations = [migrations.RunPython(let_the_delegation, take_it_back)]
