"""The places of the cells of an OpenDocument sheet, once repeats and merges are laid out."""

import math
import re
from dataclasses import replace
from datetime import date, datetime, time

from django.conf import settings

from . import refusals
from .cells import MAX_SHARED_CELLS, Cell, clean
from .formulas import NO_RESULT
from .number_formats import NUMBERS, seen
from .ods_styles import OFFICE, TABLE
from .ods_text import shown

STYLE_NAME, DEFAULT_STYLE = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
ROWS_REPEATED, COLUMNS_REPEATED = (
    f"{TABLE}number-rows-repeated",
    f"{TABLE}number-columns-repeated",
)
ROWS_SPANNED = f"{TABLE}number-rows-spanned"
COLUMNS_SPANNED = f"{TABLE}number-columns-spanned"
VALUE_TYPE, FORMULA = f"{OFFICE}value-type", f"{TABLE}formula"
VALUES = {VALUE_TYPE, FORMULA}
HIDDEN = {"collapse", "filter"}
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


class Grid:
    """Takes the columns, rows and cells of a sheet in order, and gives the filled cells of rows."""

    def __init__(self, styles):
        self.styles = styles
        self.column, self.row, self.repeat = 1, 1, 1
        self.hidden_columns, self.column_styles = set(), {}
        self.merges = {}  # column: (cell, last row) of the merges that go on below
        self.shared = 0

    def add_column(self, element):
        is_hidden = element.get(f"{TABLE}visibility") in HIDDEN
        style = element.get(DEFAULT_STYLE)
        end = self.column + _repeated(element, COLUMNS_REPEATED)
        for number in range(self.column, min(end, settings.IMPORT_MAX_COLUMNS + 1)):
            self.column_styles[number] = style
            if is_hidden:
                self.hidden_columns.add(number)
        self.column = end

    def start_row(self, element):
        self.column, self.repeat = 1, _repeated(element, ROWS_REPEATED)
        self.is_hidden = element.get(f"{TABLE}visibility") in HIDDEN
        self.row_style = element.get(DEFAULT_STYLE)
        self.filled = {}

    def pass_over(self, element):
        """A covered cell: empty, or with the value of the merge above it."""
        self.column += _repeated(element, COLUMNS_REPEATED)

    def add_cell(self, element):
        start = self.column
        self.pass_over(element)
        is_blank = not (len(element) or VALUES.intersection(element.keys()))
        cell = None if is_blank else self.read(element, start)
        if cell is None:
            return
        self.filled[start] = cell
        for column in range(start + 1, min(self.column, settings.IMPORT_MAX_COLUMNS + 2)):
            self.filled[column] = replace(cell, column=column, width=1, hidden=self.hides(column))
        rows = _repeated(element, ROWS_SPANNED)
        if rows > 1:
            self.merges[start] = cell, self.row + rows - 1

    def hides(self, column):
        return self.is_hidden or column in self.hidden_columns

    def read(self, element, column):
        """The filled cell that the element describes, or None."""
        style = element.get(STYLE_NAME) or self.row_style or self.column_styles.get(column)
        is_struck = bool(self.styles.is_struck("table-cell", style))
        marks = shown(element, self.styles, is_struck)
        value, unit, fault = _value(element, marks.text), "", ""
        if not marks.text and VALUES.intersection(element.keys()) == {FORMULA}:
            value, fault = "", NO_RESULT
        elif type(value) in NUMBERS:
            value, unit, fault = seen(value, self.styles.number_format(style))
        value = value if fault else clean(value)
        if value is None:
            return None
        fill, ink = self.styles.colors(style)
        return Cell(
            self.row,
            column,
            value,
            link=clean(marks.link) or "",
            comment=clean(marks.comment) or "",
            struck=all(marks.struck) if marks.struck else is_struck,
            hidden=self.hides(column),
            width=min(_repeated(element, COLUMNS_SPANNED), settings.IMPORT_MAX_COLUMNS),
            unit=clean(unit) or "",
            fault=fault,
            fill=fill,
            ink=ink,
        )

    def end_row(self):
        """The filled cells of the row, then of its repeats, while there are any."""
        first, self.row = self.row, self.row + self.repeat
        for row in range(first, self.row):
            cells = self.filled | self.below(row) if self.merges else self.filled
            if not cells:
                return
            for column in sorted(cells):
                cell = cells[column]
                yield cell if cell.row == row else replace(cell, row=row)

    def below(self, row):
        """The cells that share the value of a merge begun above the row."""
        ended = [column for column, (_, last) in self.merges.items() if last < row]
        for column in ended:
            del self.merges[column]
        shared = {
            column: replace(
                cell, row=row, merged_from=cell.address, width=1, hidden=self.hides(column)
            )
            for column, (cell, _) in self.merges.items()
            if cell.row < row and column not in self.filled
        }
        self.shared += len(shared)
        if self.shared > MAX_SHARED_CELLS:
            raise refusals.too_wide(MAX_SHARED_CELLS)
        return shared


def _repeated(element, name):
    return max(1, int(element.get(name, 1)))


def _value(element, text):
    """The value of the cell by its type, else the text that it shows."""
    name, parse = TYPES.get(element.get(VALUE_TYPE), ("string-value", str))
    written = element.get(f"{OFFICE}{name}")
    if written is None or (parse is str and text):
        return text
    try:
        return parse(written)
    except ValueError:
        return text


def _number(written):
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(written)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _moment(written):
    if "T" not in written:
        return date.fromisoformat(written)
    return datetime.fromisoformat(written).replace(tzinfo=None)


def _clock(written):
    match = DURATION.fullmatch(written)
    if not match:
        raise ValueError(written)
    return time(*map(int, match.groups()))  # ValueError from 24 hours on: a duration


TYPES = {
    "float": ("value", _number),
    "percentage": ("value", _number),
    "currency": ("value", _number),
    "date": ("date-value", _moment),
    "time": ("time-value", _clock),
    "boolean": ("boolean-value", "true".__eq__),
}
