"""The secrets of second factors were kept in clear."""

from allauth.mfa.utils import decrypt, encrypt
from django.db import migrations

NAMES = ("secret", "seed")


def change(turned):
    def change_all(apps, schema_editor):
        for factor in apps.get_model("mfa", "Authenticator").objects.all():
            factor.data |= {
                name: turned(factor.data[name]) for name in NAMES if name in factor.data
            }
            factor.save(update_fields=["data"])

    return change_all


class Migration(migrations.Migration):
    dependencies = [
        ("correspondents", "0038_ends_of_names"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(change(encrypt), change(decrypt))]
