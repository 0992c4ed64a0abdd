"""The delegation keeps the notes, the signals dismissed and the contacts; it reads the meetings."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT = ("coordinationnote", "dismissal", "authoritycontact")
READ = ("view_meeting", "view_invitation")


def of_coordination(apps):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="atlas"
    )
    return [
        *permissions.filter(content_type__model__in=KEPT),
        *permissions.filter(codename__in=READ),
    ]


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("atlas"), verbosity=0, apps=apps)
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.add(*of_coordination(apps))


def take_it_back(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.remove(*of_coordination(apps))


class Migration(migrations.Migration):
    dependencies = [("atlas", "0003_coordination_news_and_contributions")]

    operations = [migrations.RunPython(let_the_delegation, take_it_back)]
