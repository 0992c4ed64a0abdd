"""The two kinds of people: the delegation, who keep the directory, and the posts."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# What the delegation may do in the admin; history rows and reference rows are read only.
KEPT_BY_DELEGATION = (
    "zone",
    "country",
    "countryalias",
    "unrecognisedentity",
    "post",
    "coverage",
    "correspondent",
    "importbatch",
    "unansweredsearch",
)


def create_groups(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("correspondents"), verbosity=0, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    delegation, _ = Group.objects.get_or_create(name="Délégation")
    delegation.permissions.set(
        Permission.objects.filter(
            content_type__app_label="correspondents", content_type__model__in=KEPT_BY_DELEGATION
        )
    )
    Group.objects.get_or_create(name="Poste")


def delete_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Délégation", "Poste"]).delete()


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0001_the_network")]

    operations = [migrations.RunPython(create_groups, delete_groups)]
