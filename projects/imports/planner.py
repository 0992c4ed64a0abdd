"""Settles the rows of a file against the dossiers of a call, before anything is written."""

from dataclasses import dataclass

from atlas.imports.authorities import Unknown
from atlas.imports.planner import Planner, PlanWithPartners
from atlas.imports.rows import RowOutcome
from correspondents.imports.own_exports import skip_unchanged
from projects.models import Application, Call
from projects.sheets.applications import COLUMNS, Dossier, for_sheet

from .budget import planned_lines
from .joining import join
from .rows import MANY, ApplicationRow
from .sides import ApplicationSides
from .values import read_values

NO_CALL = "dites à quel appel ces dossiers répondent."
LONGEST_REFERENCE = Application._meta.get_field("reference").max_length
LONGEST_NOTES = Application._meta.get_field("notes").max_length


@dataclass
class DossiersPlan(PlanWithPartners):
    call: Call | None = None


class ApplicationPlanner(Planner):
    """The number of a dossier is its key in the call."""

    row = ApplicationRow

    def skip_unchanged(self, records):
        skip_unchanged(records, COLUMNS, "Numéro", self.dossiers_by_number, stay=["reference"])

    def dossiers_by_number(self, texts):
        """{number: the dossier of the call as an export reads it}."""
        rows = Application.objects.filter(call__slug=self.result.options.call, reference__in=texts)
        return {row.reference: Dossier(row) for row in for_sheet(rows)}

    def load(self, rows):
        join(rows)
        self.result.call = Call.objects.filter(slug=self.result.options.call).first()
        references = {row.texts["reference"] for row in rows}
        dossiers = Application.objects.filter(call=self.result.call, reference__in=references)
        dossiers = dossiers.select_related("lead", "partner__country")
        self.applications = {
            application.reference: application
            for application in dossiers.prefetch_related(*MANY, "budget_lines")
        }
        self.sides = ApplicationSides(rows, self.choices)
        self.partners = self.sides.partners

    def recognise(self, row):
        if row.first is not row:
            self.follow(row)
            return
        self.check(row)
        for part in row.parts:
            row.read_part(part, ApplicationRow.check_faults)
        row.application = self.applications.get(row.texts["reference"])
        row.planned = read_values(row)
        self.sides.read(row)
        row.lines = planned_lines(row)
        row.others = row.other_texts()

    def follow(self, row):
        """Refuse a row of a number that is no part of its dossier. Raises Unknown."""
        if row.is_open and row.flaw:
            raise row.flaw

    def check(self, row):
        """Refuse a row without a number that is one. Raises Unknown."""
        reference = row.texts["reference"]
        if self.result.call is None:
            raise Unknown("reference", NO_CALL.rstrip("."))
        if not reference:
            raise Unknown("reference", "n’est pas dit : c’est la clé du dossier")
        if len(reference) > LONGEST_REFERENCE:
            raise Unknown("reference", f"dépasse {LONGEST_REFERENCE} caractères")

    def settle(self, row):
        if row.first is not row:
            self.settle_part(row)
        elif row.application:
            self.compare(row)
        else:
            self.create(row)

    def settle_part(self, row):
        """Say where a following row went: what it brings is in its first. Raises Unknown."""
        number = row.first.number
        if not row.first.is_accepted:
            raise Unknown("reference", f"est un dossier qui attend, à la ligne {number}")
        row.outcome = RowOutcome.IDENTICAL
        row.say(f"jointe au dossier de la ligne {number}.")

    def create(self, row):
        if "title" not in row.planned:
            raise Unknown("title", "n’est pas dit : un dossier nouveau en a besoin")
        if row.planned.get("requested") is None and "requested" not in row.asides:
            row.say("le cofinancement demandé n’est pas dit : il reste à préciser.")
        row.planned = {**row.planned, "lead": row.authority, "notes": with_others("", row)}
        row.links = {name: ([], related(row, name)) for name in MANY if row.many[name]}
        row.application = Application(
            call=self.result.call, reference=row.texts["reference"], **row.planned
        )
        row.outcome = RowOutcome.NEW

    def compare(self, row):
        """Plan what the row changes of a dossier of the base: it takes nothing away."""
        dossier = row.application
        values = {**row.planned, "notes": with_others(dossier.notes, row)}
        if row.authority:
            values["lead"] = row.authority
        if row.partner:
            values["partner"] = row.partner.authority
        if row.territory:
            values["territory"] = row.territory.authority
        row.planned = {
            name: value
            for name, value in values.items()
            if not reads_the_same(getattr(dossier, name), value)
        }
        for name in MANY:
            old = list(getattr(dossier, name).all())
            if added := [each for each in related(row, name) if each not in old]:
                row.links[name] = (old, added)
        row.outcome = RowOutcome.MODIFIED if row.writes else RowOutcome.IDENTICAL


def reads_the_same(old, new):
    """Whether a value is the one of the base; a cell has no blank line, nor two blanks in a row."""
    if isinstance(old, str) and isinstance(new, str):
        return old.split() == new.split()
    return old == new


def related(row, name):
    """The rows of a relation that the row names, each once; those to create are not saved yet."""
    rows = [getattr(each, "authority", each) for each in row.many[name]]
    return list({id(each) if each.pk is None else each.pk: each for each in rows}.values())


def with_others(notes, row):
    """The notes with a line for each text that no field takes, in place of its former one.

    Raises Unknown when they do not hold in the notes.
    """
    if not row.others:
        return notes
    lines = notes.splitlines()
    for heading, text in row.others.items():
        start, line = f"{heading} : ", f"{heading} : {text}"
        place = next((n for n, each in enumerate(lines) if each.startswith(start)), None)
        if place is None:
            lines.append(line)
        else:
            lines[place] = line
    if len("\n".join(lines)) > LONGEST_NOTES:
        reason = f"a trop d’autres données : les notes tiennent en {LONGEST_NOTES} caractères"
        raise Unknown("reference", reason)
    return "\n".join(lines)
