"""Bring partnerships in: a plan to read; with --apply, the same plan written."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from atlas.imports.plan import apply, build, lock_inventory, report, summary
from atlas.models import LocalAuthority, Partnership
from correspondents.imports.apply import PlanRefused
from correspondents.management.sentences import SentenceCommand
from correspondents.spreadsheets.refusals import RefusedFile


class Command(SentenceCommand):
    help = "Lit un inventaire de partenariats ; sans --apply, rien n’est écrit."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--apply", action="store_true", help="écrit ce que dit le plan")
        parser.add_argument("--json", action="store_true", help="le plan, en un document JSON")
        parser.add_argument(
            "--kind",
            choices=Partnership.Kind.values,
            default="",
            help="la nature des lignes qui ne la disent pas (à préciser par défaut)",
        )

    def handle(self, file, **options):
        if not LocalAuthority.objects.exists():
            raise CommandError(
                "La base ne contient aucune collectivité : lancez d’abord « manage.py migrate », "
                "puis « manage.py load_reference »."
            )
        try:
            with file.open("rb") as opened, transaction.atomic():
                if options["apply"]:
                    lock_inventory()
                plan = build(opened, file.name, kind=options["kind"])
                batch = apply(plan) if options["apply"] else None
        except OSError as error:
            raise CommandError(f"Le fichier « {file} » ne peut pas être lu.") from error
        except (RefusedFile, PlanRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            document = batch.report if batch else report(plan)
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in summary(plan):
            self.stdout.write(line)
        done = f"Import n° {batch.pk} appliqué." if batch else "Rien n’a été écrit (--apply)."
        self.stdout.write(done)
