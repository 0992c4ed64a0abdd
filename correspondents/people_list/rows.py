"""A row of the list of correspondents: its people, its post, what comes of it, and why."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import models

from correspondents.imports import rows
from correspondents.imports.omissions import omission
from correspondents.imports.rows import Unclear
from correspondents.imports.sheet import heading_of
from correspondents.models import Correspondent, Post
from correspondents.spreadsheets.cells import Cell

from .columns import OMISSIBLE, slotted
from .network import RowPlace
from .values import Unreadable, day


class Outcome(models.TextChoices):
    """The pile of a row."""

    NEW = "new", "nouveaux"
    MODIFIED = "modified", "modifiés"
    IDENTICAL = "identical", "identiques"
    REPLACEMENT = "replacement", "remplacements"
    VACANT = "vacant", "postes vacants"
    AMBIGUOUS = "ambiguous", "à choisir"
    REJECTED = "rejected", "rejetés"
    IGNORED = "ignored", "ignorés"


# The pile of a row is the first of these among the outcomes of its people.
STRONGEST_FIRST = [
    *(Outcome.REPLACEMENT, Outcome.NEW, Outcome.VACANT, Outcome.MODIFIED, Outcome.IDENTICAL),
    Outcome.IGNORED,
]


@dataclass(eq=False)
class Tenure:
    """A person, a service or a vacancy at a post, after the rows read so far.

    `person` is not saved when the plan creates it. `planned` holds the fields that `entry`, the
    one that touches the tenure, would change. `named_by` is the entry that names the person, even
    when its row is refused: the place stays taken. `newer` is the day after the list on which
    somebody confirmed or corrected a person that no row names: nothing of it changes.
    """

    person: Correspondent
    entry: "PersonEntry | None" = None
    planned: dict = field(default_factory=dict)
    named_by: "PersonEntry | None" = None
    newer: date | None = None

    def get(self, name):
        return self.planned.get(name, getattr(self.person, name))

    @property
    def name_norm(self):
        """The normal form of the name; the base has not computed it for a new person."""
        return self.entry.name_norm if self.is_new else self.person.name_norm

    @cached_property
    def words(self):
        """The words of the name in one order: lists write « Nom Prénom » as well as the other."""
        return sorted(self.name_norm.split())

    @property
    def start(self):
        return self.get("started_on") or date.min

    @property
    def end(self):
        return self.get("ended_on") or date.max

    @property
    def is_new(self):
        return self.person.pk is None

    def covers(self, day):
        return self.start <= day <= self.end

    def overlaps(self, other):
        return self.start <= other.end and other.start <= self.end


@dataclass(eq=False)
class PeopleRow(rows.PlanRow):
    """A row of the plan: its people, the `entries`, come in together or not at all.

    `post_values` fill its post. `others` holds by heading the texts that no field takes,
    `post_others` the ones about the post alone. `problems` are French sentences: with any, the row
    is refused; with any of `doubts`, it waits for a person, who may leave out the `omissible` cells
    and left out the `omitted` ones.
    """

    place: RowPlace = field(default_factory=RowPlace)
    entries: list["PersonEntry"] = field(default_factory=list)
    post_values: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    post_others: dict = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    doubts: list[Unclear] = field(default_factory=list)
    omissible: tuple[Cell, ...] = ()
    omitted: tuple[Cell, ...] = ()

    def close(self, outcome, *messages, question=None):
        super().close(Outcome(outcome), *messages, question=question)
        for entry in self.entries:
            entry.drop()

    def refuse(self, cell, sentence):
        """Add the problem of a cell; a person may leave it out if the row can do without."""
        self.problems.append(sentence)
        cells = [each for code, each in self.record.cells.items() if code in OMISSIBLE]
        self.omissible += tuple(each for each in cells if each.column == cell.column)

    def put_aside(self, heading, cell, sentence):
        """Keep the text of a cell in « autres données », and tell it."""
        if cell.text:
            self.others[heading] = cell.text
        self.messages.append(sentence)

    def offer_omissions(self):
        """Ask about the cells left out, and about those without which the row would come in."""
        would_do = len(self.omissible) == len(self.problems)
        cells = self.omitted + (self.omissible if would_do else ())
        self.questions += {c.address: omission(self.record, c) for c in cells}.values()


@dataclass(eq=False, slots=True)
class PersonEntry:
    """A person, a service or a vacancy of a row: the texts of its cells, then its effects.

    `slot` names the group of columns: "" for the correspondent's. `name` is the text of the name
    when it is in one cell. `cells` are the cells of this person alone, by plain code. `values` are
    those of the base: only filled cells are there, an empty one erases nothing. `aside` holds by
    heading the texts that a vacancy cannot hold. `order` counts the people of the row in the role,
    from 0. `tenure` is the one that the entry names, `ended` the one that it ends.
    """

    row: PeopleRow
    slot: str
    name: str = ""
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    left: bool = False
    is_vacancy: bool = False
    cells: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    aside: dict = field(default_factory=dict)
    name_norm: str = ""
    order: int = 0
    tenure: Tenure | None = None
    ended: Tenure | None = None

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def record(self):
        return self.row.record

    @property
    def place(self):
        return self.row.place

    @property
    def is_open(self):
        return self.row.is_open

    @property
    def role(self):
        return self.values.get("role", Correspondent.Role.CORRESPONDENT)

    @property
    def has_left(self):
        """Whether the name is struck out, without a last day."""
        return self.left and "ended_on" not in self.values

    @property
    def is_nameless(self):
        """Whether a name is missing: only a service or a vacancy goes without one."""
        may_be = self.is_vacancy or self.role == Correspondent.Role.SERVICE
        return not self.values.get("last_name") and not may_be

    @property
    def others(self):
        """By heading, the texts that no field of the person takes."""
        return {**self.row.others, **self.aside}

    @property
    def has_implied_scope(self):
        """Whether the scope is only that the post covers the country from another."""
        return bool(self.place.scope) and "scope" not in self.record.cells

    def heading(self, code):
        """The heading of the person's column of this code."""
        return heading_of(self.record, slotted(self.slot, code))

    def is_verified_on(self, verified_on):
        """Whether the file's « Vérifié le », if any, is the same as the base's."""
        cell = self.record.cells.get("verified_on")
        try:
            return cell is None or day(cell) == verified_on
        except Unreadable:
            return False

    @property
    def tenures(self):
        return [tenure for tenure in (self.tenure, self.ended) if tenure]

    def drop(self):
        for tenure in self.tenures:
            tenure.entry, tenure.planned = None, {}
        self.tenure = self.ended = None

    def reject(self, sentence):
        self.row.reject(f"Ligne {self.row.number} : {sentence}")


@dataclass(frozen=True)
class PostUpdate:
    """A field of a post (its mailbox, its switchboard) that a row fills."""

    post: Post
    name: str
    value: object
    row: PeopleRow

    @property
    def old(self):
        return getattr(self.post, self.name)


def first_accepted(changes):
    """The change of the first row that is not refused, or None."""
    return next((change for change in changes if change.row.is_accepted), None)
