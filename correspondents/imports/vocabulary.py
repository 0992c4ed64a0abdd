"""The headings of the columns of a kind of list, in the words of any author."""

import csv
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from rapidfuzz.process import extractOne

LIKE = 75  # of 100, between two headings
LABEL = re.compile("(?<=[a-z])Label$")  # « partnerLabel »: the name of what « partner » numbers
JOINED = re.compile("(?<=[a-z])(?=[A-Z])")  # « codeINSEE », as a program writes « code INSEE »
# What people write for nothing in a cell of any column, in plain words.
NOTHING = "neant|aucune?|sans objet|n [acd]|n[cdr]|tb[cd]"
FOLDER = settings.BASE_DIR / "fixtures" / "headings"
FEWEST = 3  # a row with fewer is no header, unless the vocabulary accepts it


@dataclass(frozen=True)
class ColumnName:
    """A column: its code, its French label, and the other headings it goes by in sheets."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()


def columns_of(kind: str) -> list[ColumnName]:
    """The columns of a kind of list, in their order: the rows of its file in `FOLDER`."""
    with (FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return [
            ColumnName(row["code"], row["label"], tuple(filter(None, row["headings"].split("|"))))
            for row in csv.DictReader(file)
        ]


def plain(text: str) -> str:
    """A heading or a keyword as it is compared: lower case, no accent, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("n°", "n "))
    return " ".join(re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", letters)))


def codes_by_heading(columns: Iterable[ColumnName]) -> dict[str, str]:
    """{plain heading: code}, of labels and synonyms."""
    return {
        plain(heading): column.code
        for column in columns
        for heading in (column.label, *column.synonyms)
    }


class Vocabulary:
    """The columns of a kind of list; a subclass holds the particular rules of its headings.

    `columns` are those of our own list, in order; `examples`, three headings to show to an author
    without any; `fewest`, the number of first columns that make sense without their headings.
    """

    # The columns of names, addresses, phones and codes: no character of format is a part of them.
    bare: frozenset[str] = frozenset()

    def __init__(
        self, columns: Sequence[ColumnName], *, examples: Sequence[str], fewest: int = FEWEST
    ) -> None:
        self.columns, self.examples, self.fewest = columns, examples, fewest
        self.labels = {column.code: column.label for column in columns}
        self.codes = codes_by_heading(columns)

    @property
    def choices(self) -> dict[str, str]:
        """{code: French label} of all that a column of a sheet may be."""
        return self.labels

    def recognisers(self) -> dict[str, Callable[[str], bool]]:
        """{code: whether a text looks like a cell of the column}, the exact ones first."""
        return {}

    def alike(self, codes: set[str]) -> set[str]:
        """The codes with those that say the same as one of them."""
        return codes

    def code_of(self, heading: str, group: str = "") -> str | None:
        """The code of the column with this heading, or None; `group` is the heading above it."""
        bare = re.sub(r"\(.*?\)", "", heading)
        name = JOINED.sub(" ", LABEL.sub("", heading))
        known = map(self.codes.get, map(plain, (heading, bare, name)))
        return next(filter(None, known), None)

    def nearest(self, headings: Iterable[str]) -> list[tuple[str, str]]:
        """[(heading of a sheet, the heading that we know and that resembles it)]."""
        known = list(self.codes)
        pairs = [(heading, extractOne(plain(heading), known)) for heading in headings]
        return [
            (heading, self.choices[self.codes[match[0]]])
            for heading, match in pairs
            if match and match[1] >= LIKE and self.codes[match[0]] in self.choices
        ]

    def is_header(self, codes: Collection[str]) -> bool:
        """Whether a row where these columns are named is the header of a list."""
        return len(codes) >= FEWEST

    def in_order(self, codes: list[str | None]) -> list[str | None]:
        """The codes of a header, left to right (None: unknown); neighbours tell twins apart."""
        return codes

    def together(self, codes: dict[int, str | None]) -> dict[int, str | None]:
        """{column number: code}, each once; a code may mean another when a third is missing."""
        return codes
