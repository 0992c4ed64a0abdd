"""A row of a list of partnerships: the two sides that it names, what comes of it, and why."""

from dataclasses import dataclass, field

from django.db.models import TextChoices

from atlas.models import Partnership
from correspondents.imports import rows
from correspondents.imports.omissions import LEFT_OUT, omission, omitted_cells
from correspondents.imports.questions import ASIDE, leaving_aside
from correspondents.imports.sheet import heading_of

from .authorities import Unknown

LONGEST_SHOWN = 80


class RowOutcome(TextChoices):
    """The pile in which a row falls."""

    NEW = "new", "nouveaux"
    MODIFIED = "modified", "modifiés"
    IDENTICAL = "identical", "identiques"
    AMBIGUOUS = rows.AMBIGUOUS, "à choisir"
    REJECTED = rows.REJECTED, "rejetés"
    IGNORED = rows.IGNORED, "ignorés"


@dataclass(eq=False)
class PartnershipRow(rows.PlanRow):
    """A row of the plan; `texts` holds those of its columns, "" for those that it leaves empty.

    `planned` holds the fields of the partnership that the row fills, `others` the texts that no
    field takes, `asides` the codes of the cells that could not be read: they join `others`.
    A person may leave out the cells of `may_be_omitted`: those of `omissible` refuse the row, those
    of `omitted` are aside.
    """

    where_aside = "gardé dans les autres données"
    may_go_aside = frozenset(
        "kind status level first_signed_year started ended context latitude longitude source "
        "source_id atlas_id".split()
    )

    may_be_omitted = frozenset("siren insee geonames_id source source_id atlas_id".split())

    texts: dict = field(default_factory=dict)
    authority: object = None
    country: object = None
    partner: object = None
    partnership: Partnership | None = None
    planned: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    asides: list = field(default_factory=list)
    omitted: list = field(default_factory=list)
    omissible: list = field(default_factory=list)

    def __post_init__(self):
        self.texts = {code: self.record.text(code).strip() for code in self.labels}

    @property
    def labels(self):
        return self.record.listing.vocabulary.labels

    @property
    def names_somebody(self):
        return any(self.texts[code] for code in ("authority", "siren", "insee", "partner"))

    @property
    def says_kind(self):
        """Whether the row itself says the kind of its partnership."""
        return bool(self.texts["kind"])

    def optional(self, code, read):
        """The value of a cell that the row may do without: one that cannot be read goes aside.

        `read(code, text)` raises Unknown; of "", it returns what an empty cell says.
        """
        try:
            return read(code, self.texts[code])
        except Unknown as unknown:
            self.put_aside(code, unknown.reason)
            return read(code, "")

    def omit(self, choices):
        """Put aside the cells that a person leaves out, before anything is read."""
        self.omitted = omitted_cells(self.record, self.may_be_omitted, choices)
        for code in self.omitted:
            self.put_aside(code, LEFT_OUT)

    def offer_omissions(self):
        """Ask whether the row comes in without the cells that refuse it, or with those left out."""
        cells = [self.record.cells[code] for code in (*self.omissible, *self.omitted)]
        self.questions += [omission(self.record, cell) for cell in cells]

    def check_faults(self):
        """Put aside the cells whose value is not what a person sees. Raises Unknown, if it must."""
        for code, cell in list(self.record.cells.items()):
            if code in self.asides:
                continue
            if cell.fault and code in self.may_go_aside:
                self.put_aside(code, f"ne se lit pas : {cell.fault}")
            elif cell.fault:
                raise Unknown(code, f"ne se lit pas : {cell.fault}")

    def put_aside(self, code, reason):
        """Keep the cell with the other data, as if it were empty, and say why."""
        self.asides.append(code)
        self.texts[code] = ""
        self.note(code, f"{reason.rstrip('.')} : {self.where_aside}")

    def note(self, code, sentence, text=""):
        """Say something of a cell, or of a part of its text, with its address."""
        cell = self.record.cells[code]
        self.messages.append(f"{cell.address} : « {shortened(text or cell.text)} » {sentence}.")

    def other_texts(self):
        """{heading: text} of what no field takes."""
        cells = {heading_of(self.record, code): self.record.cells[code] for code in self.asides}
        cells |= self.record.others
        return {heading: cell.text for heading, cell in cells.items()}

    def close(self, outcome, *messages, question=None):
        super().close(RowOutcome(outcome), *messages, question=question)

    def refuse(self, unknown, answer=None):
        """Nothing comes of the row: it waits for a person when there is something to choose.

        `answer` is what a person said already.
        """
        question = unknown.question and leaving_aside(unknown.question)
        if question and answer == ASIDE:
            self.leave_aside(question)
        else:
            outcome = RowOutcome.AMBIGUOUS if question else RowOutcome.REJECTED
            self.close(outcome, self.sentence(unknown), question=question)
            if unknown.code in self.may_be_omitted & self.record.cells.keys() - {*self.asides}:
                self.omissible = [unknown.code]

    def sentence(self, unknown):
        """« A2 : « Dunkirk » n’est le nom exact d’aucune collectivité française. »"""
        cell = self.record.cells.get(unknown.code)
        if cell is None:
            label = self.labels[unknown.code]
            return f"Ligne {self.number} : « {label} » {unknown.reason}."
        text = shortened(unknown.text or cell.text)
        return f"{cell.address} : « {text} » {unknown.reason}."

    @property
    def changes(self):
        """{field: [old, new]} of the partnership that the row changes."""
        if self.outcome != RowOutcome.MODIFIED:
            return {}
        return {name: [getattr(self.partnership, name), new] for name, new in self.planned.items()}

    def to_report(self):
        """The row in the report: `authority` is a code, `country` an ISO code, `partner` a name."""
        names = {
            "authority": code_in_file(self.authority),
            "country": self.country.pk if self.country else None,
            "partner": self.partner.authority.name
            if self.partner
            else self.texts["partner"] or None,
        }
        others = self.others if self.is_accepted else self.record.by_heading()
        return self.document(names, self.changes, others)


def shortened(text):
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def meaning(row, choices, find, *texts):
    """The meaning of a row, else the answer of a person. Raises Unknown."""
    try:
        return find(*texts)
    except Unknown as unknown:
        return chosen(row, choices, unknown)


def chosen(row, choices, unknown):
    """The answer of a person to the question of a row. Raises Unknown without one.

    The question stays with the row: until the plan is applied, the answer may change.
    """
    if unknown.question is None:
        raise unknown
    answer = unknown.answered(choices.get(unknown.question.key))
    row.questions.append(leaving_aside(unknown.question))
    return answer


def code_in_file(authority):
    """The code of an authority in files: its SIREN, else its INSEE code, else ours."""
    return (authority.siren or authority.insee or authority.local_code) if authority else None
