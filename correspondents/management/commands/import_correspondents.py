"""Bring the list of correspondents in: a plan to read; with --apply, the same plan written."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError
from django.db import ProgrammingError, transaction

from correspondents.imports.apply import PlanRefused, apply, lock
from correspondents.imports.options import ABSENT, Options
from correspondents.imports.plan import build
from correspondents.imports.report import report, summary
from correspondents.management.sentences import SentenceCommand
from correspondents.models import Country
from correspondents.spreadsheets.refusals import RefusedFile


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"« {text} » n’est pas une date : écrivez AAAA-MM-JJ.") from None


def has_countries():
    try:
        return Country.objects.exists()
    except ProgrammingError:  # no table yet
        return False


class Command(SentenceCommand):
    help = "Lit la liste des correspondants ; sans --apply, rien n’est écrit."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--apply", action="store_true", help="écrit ce que dit le plan")
        parser.add_argument("--json", action="store_true", help="le plan, en un document JSON")
        parser.add_argument(
            "--publish",
            action="append",
            choices=["email", "phone"],
            default=[],
            help="rend public ce champ des personnes nouvelles (interne par défaut)",
        )
        parser.add_argument(
            "--absent",
            choices=list(ABSENT),
            default="keep",
            help="les personnes en fonction que le fichier ne nomme pas : "
            + ", ".join(f"{name} ({label})" for name, label in ABSENT.items()),
        )
        parser.add_argument("--edition", metavar="AAAA-MM-JJ", help="jour que décrit la liste")

    def handle(self, file, **options):
        if not has_countries():
            raise CommandError(
                "La base ne contient aucun pays : lancez d’abord « manage.py migrate », puis "
                "« manage.py load_reference »."
            )
        edition = day(options["edition"]) if options["edition"] else None
        try:
            with file.open("rb") as opened, transaction.atomic():
                if options["apply"]:
                    lock()
                choices = Options(absent=options["absent"], publish=tuple(options["publish"]))
                plan = build(opened, file.name, edition, options=choices)
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
