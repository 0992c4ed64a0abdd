"""The demonstration: reference data, an invented list of people and real twinnings, imported."""

import csv
import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from correspondents.asof import freeze
from correspondents.models import Correspondent, Edition, ImportBatch

FOLDER = settings.BASE_DIR / "fixtures" / "demonstration"
LIST = FOLDER / "correspondants.xlsx"
VERIFICATIONS = FOLDER / "verifications.csv"
PARTNERSHIPS = FOLDER / "partenariats.csv"


class Command(BaseCommand):
    help = "Charge les données de référence puis les listes de démonstration, une seule fois."

    def handle(self, **options):
        call_command("load_reference", stdout=self.stdout)
        if is_loaded(LIST):
            self.stdout.write("Liste de démonstration déjà chargée.")
        else:
            with transaction.atomic():
                call_command("import_correspondents", str(LIST), apply=True, stdout=self.stdout)
                self.stdout.write(f"{verify_some()} contacts vérifiés.")
        if not Edition.objects.exists():
            publish_first_edition()
            self.stdout.write("Édition n° 1 publiée.")
        if not is_loaded(PARTNERSHIPS):
            call_command("import_partnerships", str(PARTNERSHIPS), apply=True, stdout=self.stdout)


def is_loaded(path):
    """Whether the importer has brought this very file in."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ImportBatch.objects.filter(sha256=digest, applied_at__isnull=False).exists()


@transaction.atomic
def publish_first_edition():
    edition = Edition(
        number=1, closed_on=timezone.localdate(), validated_by="Madeleine Inventée (démonstration)"
    )
    freeze(edition)
    edition.publish()


def verify_some():
    """Date some verifications from today on: an import never verifies, people do."""
    today, people = timezone.localdate(), {}
    for person in Correspondent.objects.select_related("post"):
        people.setdefault((person.post.slug, person.role, person.last_name), person)
    verified = []
    with VERIFICATIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            person = people.get((row["post"], row["role"], row["last_name"]))
            if person and not person.is_vacant:
                person.verified_on = today - timedelta(days=int(row["days_ago"]))
                person.verified_by = row["verified_by"]
                verified.append(person)
    return Correspondent.objects.bulk_update(verified, ["verified_on", "verified_by"])
