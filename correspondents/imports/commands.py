"""The base of the commands that import a list."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError
from django.db import ProgrammingError, transaction

from correspondents.imports.apply import PlanRefused, apply
from correspondents.imports.kinds import list_kind
from correspondents.imports.plan import ANY, build
from correspondents.imports.report import report
from correspondents.imports.vocabulary import plain
from correspondents.records.commands import SentenceCommand
from correspondents.spreadsheets.refusals import RefusedFile


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"« {text} » n’est pas une date : écrivez AAAA-MM-JJ.") from None


def columns(text):
    """{letter or heading: code} of « A=country,Courriel=email »."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    return {name.strip(): code.strip() for name, _, code in pairs}


class ListCommand(SentenceCommand):
    """A plan to read; with --apply, the same plan written. `kind` is the code of the list.

    `missing` names in French the rows that are `needed`, for a base that has none.
    """

    kind = missing = ""
    requires_system_checks = []  # they would load every page of the site beside the list

    def needed(self):
        """The manager of the rows without which no list of this kind may be read."""
        raise NotImplementedError

    def is_ready(self):
        try:
            return self.needed().exists()
        except ProgrammingError:  # no table yet
            return False

    def add_options(self, parser):
        """Add the arguments of this kind of list."""

    def options_of(self, kind, values):
        """The options of the import, from the values of the command."""
        return kind.options()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--apply", action="store_true", help="écrit ce que dit le plan")
        parser.add_argument("--json", action="store_true", help="le plan, en un document JSON")
        self.add_options(parser)
        parser.add_argument(
            "--columns",
            type=columns,
            metavar="A=country,Courriel=email",
            help="les colonnes, par lettre ou par en-tête, et leur code ; aucune : « A= »",
        )
        parser.add_argument(
            "--header",
            type=int,
            metavar="LIGNE",
            help="numéro de la ligne d’en-têtes, 0 s’il n’y en a pas",
        )
        parser.add_argument("--edition", metavar="AAAA-MM-JJ", help="jour que décrit la liste")

    def handle(self, file, **values):
        if not self.is_ready():
            raise CommandError(
                f"La base ne contient {self.missing} : lancez d’abord « manage.py migrate », puis "
                "« manage.py load_reference »."
            )
        kind = list_kind(self.kind)
        edition = day(values["edition"]) if values["edition"] else None
        try:
            with file.open("rb") as opened, transaction.atomic():
                if values["apply"]:
                    kind.lock()
                options = self.options_of(kind, values)
                mapping = self.mapping(kind, values["columns"], values["header"])
                plan = build(
                    opened, file.name, edition, kind=kind, options=options, mapping=mapping
                )
                batch = apply(plan) if values["apply"] else None
        except OSError as error:
            raise CommandError(f"Le fichier « {file} » ne peut pas être lu.") from error
        except (RefusedFile, PlanRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(plan, batch, as_json=values["json"])

    def mapping(self, kind, chosen, header):
        """The reading of every sheet that the command asks for."""
        known = kind.vocabulary.choices
        codes = {plain(label): code for code, label in known.items()}
        chosen = {name: codes.get(plain(code), code) for name, code in (chosen or {}).items()}
        if unknown := [code for code in chosen.values() if code and code not in known]:
            raise CommandError(
                f"« {unknown[0]} » n’est pas le code d’une colonne : {', '.join(known)}."
            )
        reading = {"columns": chosen} if chosen else {}
        if header is not None:
            reading["header_row"] = header
        return {ANY: reading} if reading else {}

    def tell(self, plan, batch, *, as_json):
        """Print the plan, and the number of its batch when it was applied."""
        if as_json:
            document = batch.report if batch else report(plan)
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for line in plan.kind.summary(plan):
            self.stdout.write(line)
        done = f"Import n° {batch.pk} appliqué." if batch else "Rien n’a été écrit (--apply)."
        self.stdout.write(done)
