"""The plan: the effects of a file on the base, row by row, before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from django.utils import timezone

from correspondents.models import RememberedHeading
from correspondents.spreadsheets import refusals
from correspondents.spreadsheets.sandbox import read_safely

from .kinds import Account, ListKind, list_kind
from .legend import legend_notes, legend_of
from .options import ListOptions
from .rows import PlanRow
from .sheet import Listing, lay_out

ANY = "*"  # in a mapping, every sheet that it does not name


@dataclass(frozen=True)
class Source:
    """The file that a plan was read from."""

    name: str
    sha256: str
    size: int
    content: bytes = field(repr=False, default=b"")

    @classmethod
    def of(cls, file: BinaryIO, name: str) -> "Source":
        """The source of an open binary file, left at its beginning."""
        file.seek(0)
        content = file.read()
        file.seek(0)
        return cls(name, hashlib.sha256(content).hexdigest(), len(content), content)


@dataclass
class ImportPlan:
    """The outcome of each row of a list; a kind of list may hold more in a subclass.

    `by` is the account that applies it, None for a command.
    """

    kind: ListKind
    source: Source
    edition: date
    listings: list[Listing]
    options: ListOptions
    rows: list[PlanRow] = field(default_factory=list)
    by: Account = None

    @property
    def totals(self) -> dict[str, int]:
        """The number of rows in each pile, empty piles included."""
        counts = Counter(str(row.outcome) for row in self.rows)
        return {outcome.value: counts[outcome.value] for outcome in self.kind.outcomes}


def build(
    file: BinaryIO,
    name: str,
    edition: date | None = None,
    *,
    kind: ListKind | None = None,
    options: ListOptions | None = None,
    mapping: dict[str, dict] | None = None,
    choices: dict[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    on_screen: bool = False,
) -> ImportPlan:
    """The plan of an open binary file, read against the base as it is now.

    `kind` is the list of correspondents when not given. `edition` is the day that the
    list describes, today when not given. `mapping` is the reading of the columns that a
    person chose, by sheet: {"Liste": {"skip": False, "header_row": 5, "columns": {"A": "country",
    "B": ""}}} ("" keeps a column aside; ANY is every other sheet). `choices` holds answers by the
    keys of the questions that rows ask. `progress(percent)` is called now and then. `on_screen`: a
    person will read what is proposed for unknown columns. A constant number of queries, whatever
    the number of rows. Raises RefusedFile.
    """
    kind = kind or list_kind()
    progress = progress or (lambda percent: None)
    source = Source.of(file, name)
    sheets = read_safely(file, name)
    progress(40)
    mapping = mapping or {}
    remembered = RememberedHeading.objects.of_kind(kind.code)
    listings = [
        lay_out(
            sheet,
            kind.vocabulary,
            mapping.get(sheet.name, mapping.get(ANY)),
            remembered,
            propose=on_screen,
        )
        for sheet in sheets
    ]
    for place, listing in enumerate(listings):
        listing.note, listing.legend = sheets[place].note, legend_of(sheets[place].rows, listing)
    del sheets  # the listings hold the cells
    if all(listing.skipped for listing in listings):
        tables = [listing for listing in listings if listing.is_table]
        if not (on_screen and tables):
            headings = [text for listing in tables[:1] for text in listing.fullest_row]
            near = kind.vocabulary.nearest(headings)
            raise refusals.no_list(kind.vocabulary.examples, headings, near)
    read = [listing for listing in listings if not listing.skipped]
    for listing in read:
        listing.has_sisters = len(read) > 1
    day = edition or timezone.localdate()
    plan = kind.plan(source, day, listings, options or kind.options(), choices or {}, progress)
    for row in plan.rows:
        row.messages += legend_notes(row.record)
    return plan
