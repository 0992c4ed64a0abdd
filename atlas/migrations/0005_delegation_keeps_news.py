"""The delegation keeps news and notices; it reads who asked for alerts, and deletes them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT = ("view_{}", "add_{}", "change_{}")
GIVEN = [
    *(act.format(model) for model in ("newsitem", "countrynotice") for act in KEPT),
    "delete_newsitem",
    "delete_countrynotice",
    "view_alertsubscriber",
    "delete_alertsubscriber",
    "view_alertsubscription",
    "delete_alertsubscription",
    "delete_alertdelivery",
]


def given(apps):
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.filter(content_type__app_label="atlas", codename__in=GIVEN)


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("atlas"), verbosity=0, apps=apps)
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.add(*given(apps))


def take_it_back(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.remove(*given(apps))


class Migration(migrations.Migration):
    dependencies = [("atlas", "0004_delegation_coordinates")]

    operations = [migrations.RunPython(let_the_delegation, take_it_back)]
