"""The content of a spreadsheet of any format: filled cells in rows, rows in sheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from openpyxl.utils import get_column_letter

from . import refusals
from .characters import readable

MAX_SHARED_CELLS = 100_000  # cells under merges, links and comments: each one is created


@dataclass(slots=True)
class Cell:
    """A filled cell; rows and columns count from 1.

    `merged_from` is the address of the cell above that shares its value by a merge, or "".
    A cell merged with another on its left is empty; `width` is the number of columns merged.
    `unit` is the text that the number format shows beside the number (« XOF »), or "". `fault`
    says in French why the value is not what a person sees, or is "": such a cell is never read.
    `fill` and `ink` are the colours of the cell and of its text (`colors`), "" for usual ones.
    """

    row: int
    column: int
    value: str | int | float | bool | date | datetime | time | timedelta
    link: str = ""
    comment: str = ""
    merged_from: str = ""
    struck: bool = False
    hidden: bool = False
    width: int = 1
    unit: str = ""
    fault: str = ""
    fill: str = ""
    ink: str = ""

    @property
    def letter(self):
        return get_column_letter(self.column)

    @property
    def address(self):
        return f"{self.letter}{self.row}"

    @property
    def text(self):
        """The text that a French reader sees, on one line or several, without blanks around."""
        value = readable(self.value)
        if isinstance(value, datetime) and value.time() != time.min:
            return f"{value:%d/%m/%Y %H:%M}"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        lines = str(value).splitlines()
        return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


@dataclass
class Sheet:
    """A sheet: `rows` holds the filled cells of each row that has any, in order; `note` says in
    French what cannot be read of it, or is "".

    While a file is being read, `rows` is an iterator to finish before the next sheet.
    """

    name: str
    rows: Iterable[list[Cell]]
    hidden: bool = False
    note: str = ""


class Count:
    """The filled cells of a file, over all its sheets."""

    def __init__(self):
        self.cells = 0

    def rows(self, cells):
        """The cells, given in order, as one list per row; RefusedFile beyond the limits."""
        for number, group in groupby(cells, attrgetter("row")):
            row = []
            for cell in group:
                if number > settings.IMPORT_MAX_ROWS or cell.column > settings.IMPORT_MAX_COLUMNS:
                    raise refusals.too_far(cell.address)
                row.append(cell)
            self.cells += len(row)
            if self.cells > settings.IMPORT_MAX_CELLS:
                raise refusals.too_many_cells()
            yield row


def clean(value):
    """The value without the characters that no database stores, None when it is then blank."""
    if isinstance(value, str):
        value = readable(value)
        return value if value.strip() else None
    return value


def filled_cells(row, values):
    """The cells of a row of values, without the blank ones."""
    for column, value in enumerate(values, start=1):
        if (cleaned := clean(value)) is not None:
            yield Cell(row, column, cleaned)
