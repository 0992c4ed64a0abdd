"""The effects of a row on the base: the words of the plan."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import models

from correspondents.imports import rows
from correspondents.models import Correspondent, Post

from .entries import PersonEntry


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

    `person` is not saved when the plan creates it. `planned` holds the fields that `draft`,
    the one entry that touches the tenure, would change. `named_by` is the draft that names the
    person, even when its row is refused: the place stays taken.
    """

    person: Correspondent
    draft: "Draft | None" = None
    planned: dict = field(default_factory=dict)
    named_by: "Draft | None" = None

    def get(self, name):
        return self.planned.get(name, getattr(self.person, name))

    @property
    def name_norm(self):
        """The normal form of the name; the base has not computed it for a new person."""
        return self.draft.entry.name_norm if self.is_new else self.person.name_norm

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


class PeopleRow(rows.PlanRow):
    """A row of the plan, by its line: its people come in together or not at all."""

    def __init__(self, line):
        super().__init__(line.record)
        self.line = line
        self.drafts = [Draft(self, entry) for entry in line.entries]

    def close(self, outcome, *messages, question=None):
        super().close(Outcome(outcome), *messages, question=question)
        for draft in self.drafts:
            draft.drop()


@dataclass(eq=False, slots=True)
class Draft:
    """The effects of one entry: `tenure` is the one that it names, `ended` the one that it ends."""

    row: PeopleRow
    entry: PersonEntry
    tenure: Tenure | None = None
    ended: Tenure | None = None

    @property
    def is_open(self):
        return self.row.is_open

    @property
    def tenures(self):
        return [tenure for tenure in (self.tenure, self.ended) if tenure]

    def drop(self):
        for tenure in self.tenures:
            tenure.draft, tenure.planned = None, {}
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
