"""What a row would do to the base: the words of the plan."""

from dataclasses import dataclass, field
from datetime import date

from django.db import models

from correspondents.models import Correspondent

from .entries import Entry


class Outcome(models.TextChoices):
    """The pile in which a row falls."""

    NEW = "new", "nouveaux"
    MODIFIED = "modified", "modifiés"
    IDENTICAL = "identical", "identiques"
    REPLACEMENT = "replacement", "remplacements"
    VACANT = "vacant", "postes vacants"
    AMBIGUOUS = "ambiguous", "à choisir"
    REJECTED = "rejected", "rejetés"
    IGNORED = "ignored", "ignorés"


class Unclear(Exception):
    """A row that a person must decide; its text is a French sentence."""


@dataclass(eq=False)
class Tenure:
    """Somebody, a service or a vacancy at a post, as the rows read so far leave it.

    `person` is not saved when the plan creates it. `planned` holds the fields that `draft`,
    the one row that touches the tenure, would change. `named_by` is the row that speaks of the
    person, even when it is refused: nobody takes that place.
    """

    person: Correspondent
    draft: "Draft | None" = None
    planned: dict = field(default_factory=dict)
    named_by: "Draft | None" = None

    def get(self, name):
        return self.planned.get(name, getattr(self.person, name))

    @property
    def name_norm(self):
        """The normal form of the name; the base has not computed it for who is not saved."""
        return self.draft.entry.name_norm if self.is_new else self.person.name_norm

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

    @property
    def frees(self):
        """Whether what is planned only makes room for others: a lower rank, fewer days."""
        starts = self.person.started_on or date.min
        ends = self.person.ended_on or date.max
        if "rank" in self.planned:
            return self.planned["rank"] > self.person.rank
        return starts <= self.start <= self.end <= ends


@dataclass(eq=False)
class Draft:
    """A row of the plan: what it says, what comes of it, and why.

    `tenure` is the one that the row speaks of, `ended` the one that it brings to an end.
    """

    entry: Entry
    outcome: Outcome | None = None
    messages: list[str] = field(default_factory=list)
    tenure: Tenure | None = None
    ended: Tenure | None = None

    @property
    def is_open(self):
        """Whether nothing has been decided yet."""
        return self.outcome is None

    @property
    def is_accepted(self):
        refused = (Outcome.REJECTED, Outcome.AMBIGUOUS, Outcome.IGNORED)
        return self.outcome not in refused

    @property
    def tenures(self):
        return [tenure for tenure in (self.tenure, self.ended) if tenure]

    def close(self, outcome, *messages):
        """Decide that nothing comes of the row, and say why."""
        self.outcome = outcome
        self.messages = list(messages)
        for tenure in self.tenures:
            tenure.draft, tenure.planned = None, {}
        self.tenure = self.ended = None

    def reject(self, *messages):
        self.close(Outcome.REJECTED, *messages)

    def ignore(self, *messages):
        self.close(Outcome.IGNORED, *messages)
