"""The delegation reads what visitors say of pages; nobody edits it."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def given(apps):
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.filter(content_type__app_label="correspondents", codename="view_pagerating")


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("correspondents"), verbosity=0, apps=apps)
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.add(*given(apps))


def take_it_back(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.remove(*given(apps))


class Migration(migrations.Migration):
    dependencies = [("correspondents", "0041_page_ratings")]

    operations = [migrations.RunPython(let_the_delegation, take_it_back)]
