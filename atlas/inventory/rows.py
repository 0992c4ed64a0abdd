"""The inventory of a country: its completeness, and the post's answers row by row."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Avg, Count, Q, Sum
from django.utils import timezone

from atlas.models import Partnership
from atlas.models.inventory import confirmed_since
from atlas.models.partnerships import CONFIRMATION
from correspondents.models import Country
from correspondents.records.refusals import last_events
from correspondents.records.undo import LASTS, undoable

from .completeness import CRITERIA, scored

Status = Partnership.Status
# The statuses without a reason or a source; the others have a form of their own.
SHORTLY = {"": Partnership.TO_CONFIRM} | {
    code: label for code, label in Status.choices if code not in Partnership.RESERVED
}


@dataclass(frozen=True)
class CountryState:
    """The state of a country's inventory; `missing` are (label, number of records)."""

    country: Country
    count: int
    to_confirm: int
    completeness: int
    missing: list

    @property
    def confirmed(self):
        return self.count - self.to_confirm


def states(partnerships):
    """A `CountryState` for each country of the partnerships, most to confirm first: two queries."""
    old = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=confirmed_since())
    totals = {code: Sum(f"has_{code}") for code in CRITERIA}
    counted = (
        scored(partnerships)
        .order_by()
        .values("partner__country")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=old),
            average=Avg("completeness"),
            **{f"total_{code}": total for code, total in totals.items()},
        )
    )
    rows = list(counted)
    countries = Country.objects.in_bulk(row["partner__country"] for row in rows)
    by_country = [_state(countries[row["partner__country"]], row) for row in rows]
    return sorted(by_country, key=lambda state: (-state.to_confirm, state.country.name_norm))


def _state(country, row):
    missing = [
        (criterion.label, row["count"] - row[f"total_{code}"])
        for code, criterion in CRITERIA.items()
        if row[f"total_{code}"] < row["count"]
    ]
    missing.sort(key=lambda pair: -pair[1])
    return CountryState(country, row["count"], row["late"], int(row["average"]), missing)


@dataclass
class Row:
    """A record on screen, with the number of its last change."""

    partnership: Partnership
    seen: str
    may_unconfirm: bool = False  # confirmed within a day, and nothing since
    is_own_addition: bool = False  # that the account may take back


def with_marks(partnerships):
    """The rows of a page, each with the number of its last change: one query."""
    partnerships = list(partnerships)
    seen = last_events(Partnership, [each.pk for each in partnerships])
    lately = [each.pk for each in partnerships if is_confirmed_lately(each)]
    undo = undoable(Partnership, lately, CONFIRMATION)
    return [Row(each, seen.get(each.pk, ""), each.pk in undo) for each in partnerships]


def is_confirmed_lately(partnership):
    on = partnership.confirmed_on
    return on is not None and on >= timezone.localdate() - LASTS


def is_key(text):
    return text.isascii() and text.isdecimal() and len(text) < 19


@dataclass
class Answers:
    """The answers to a page of rows: ticks, statuses by key, last changes that rows showed.

    `write` confirms and corrects those that have not moved since, and tells the others apart.
    """

    ticked: set
    statuses: dict
    seen: dict
    confirmed: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    moved: list = field(default_factory=list)

    @classmethod
    def read(cls, data):
        """Read the form: `exact` are keys, `etat-<key>` a status, `vu-<key>` a last change."""

        def answers(prefix):
            names = [name for name in data if name.startswith(prefix)]
            keys = {name: name.removeprefix(prefix) for name in names}
            return {int(key): data[name] for name, key in keys.items() if is_key(key)}

        statuses = answers("etat-")
        ticked = {int(key) for key in data.getlist("exact") if key in map(str, statuses)}
        return cls(ticked, statuses, answers("vu-"))

    @transaction.atomic
    def write(self, partnerships, *, change, by):
        """Confirm the ticked partnerships; `change(partnership, status)` corrects the others."""
        rows = partnerships.filter(pk__in=self.statuses).select_for_update(of=["self"])
        rows = list(rows.select_related("lead", "partner"))
        seen = last_events(Partnership, [row.pk for row in rows])
        for row in rows:
            status = self.statuses[row.pk]
            is_other = status != row.status and status in SHORTLY
            if not (is_other or row.pk in self.ticked):
                continue
            if self.seen.get(row.pk) != seen.get(row.pk, ""):
                self.moved.append(row)
                continue
            if is_other:
                change(row, status)
                self.changed.append(row)
            if row.pk in self.ticked:
                row.verify(by=by)
                self.confirmed.append(row)
