"""The delegation keeps committees, decisions, grants and what follows; it reads evaluations."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

KEPT = (
    "committee",
    "committeemember",
    "decision",
    "derogation",
    "evaluation",
    "evaluationmark",
    "evaluationphoto",
    "grant",
    "grantyear",
    "instalment",
    "lettertemplate",
    "opinionrequest",
    "recusal",
    "report",
    "reportfile",
)


def given(apps):
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.filter(content_type__app_label="projects", content_type__model__in=[*KEPT])


def let_the_delegation(apps, schema_editor):
    # Permissions are otherwise created after the last migration only.
    create_permissions(installed.get_app_config("projects"), verbosity=0, apps=apps)
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.add(*given(apps))


def take_it_back(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Délégation")
    group.permissions.remove(*given(apps))


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_committees_grants_and_evaluations")]

    operations = [migrations.RunPython(let_the_delegation, take_it_back)]
