"""The extent of the cells of a workbook, read from its XML before any library builds them.

A file of a few kilobytes may fill a cell at XFD1048576, repeat another a billion times or merge
a whole sheet: libraries allocate all that lies between.
"""

import re

from django.conf import settings
from openpyxl.utils import column_index_from_string, get_column_letter

from . import refusals
from .cells import MAX_SHARED_CELLS

BEYOND = 1 << 40  # more than any sheet has

SPAN = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink|comment)\s[^<>]*?\bref\s*=\s*"
    rb"[\"']\$?([A-Z]*)\$?([0-9]*):\$?([A-Z]*)\$?([0-9]*)[\"']",
    re.IGNORECASE,
)
ODS_TAG = re.compile(
    rb"<(/?)table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^<>]*?)(/?)>"
)
ODS_REPEAT = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([0-9]+)[\"']")


class XlsxExtent:
    """The cells of an Office Open XML workbook, sheet or comments alike."""

    def __init__(self):
        # Only addresses that may be too far are worth a look: long letters or long numbers.
        letters = len(get_column_letter(settings.IMPORT_MAX_COLUMNS))
        digits = len(str(settings.IMPORT_MAX_ROWS))
        self.cell = re.compile(
            rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Z]{%d,})([0-9]+)[\"']"
            rb"|<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Z]+)([0-9]{%d,})[\"']" % (letters, digits),
            re.IGNORECASE,
        )
        self.shared = 0

    def read(self, xml):
        """Follow whole tags; raise RefusedFile beyond the limits."""
        for wide, row, column, long in self.cell.findall(xml):
            letters, number = wide or column, row or long
            if (
                _column(letters) > settings.IMPORT_MAX_COLUMNS
                or _number(number) > settings.IMPORT_MAX_ROWS
            ):
                raise refusals.too_far((letters + number[:12]).decode().upper())
        for left, top, right, bottom in SPAN.findall(xml):
            columns = _column(right, settings.IMPORT_MAX_COLUMNS) - _column(left, 1)
            rows = _number(bottom, settings.IMPORT_MAX_ROWS) - _number(top, 1)
            self.shared += (abs(columns) + 1) * (abs(rows) + 1)
        if self.shared > MAX_SHARED_CELLS:
            raise refusals.too_wide(MAX_SHARED_CELLS)


class OdsExtent:
    """The cells of an OpenDocument workbook, where rows and cells may be repeated.

    Programs end each row and each table with huge repeats of nothing: only filled cells count.
    """

    def __init__(self):
        self.row = self.column = self.repeat = 0
        self.filled = self.total = 0

    def read(self, xml):
        """Follow whole tags; raise RefusedFile beyond the limits."""
        for is_end, name, attributes, is_empty in ODS_TAG.findall(xml):
            if name == b"table":
                self.row = 0
            elif name == b"table-row":
                if not is_end:
                    self.start_row(attributes)
                if is_end or is_empty:
                    self.end_row()
            elif not is_end:
                self.add_cell(attributes, is_empty)

    def start_row(self, attributes):
        self.column, self.repeat, self.filled = 0, _repeat(attributes), 0

    def add_cell(self, attributes, is_empty):
        repeat = _repeat(attributes)
        self.column += repeat
        if not is_empty or b"office:value" in attributes:
            self.filled += repeat
            if self.column > settings.IMPORT_MAX_COLUMNS:
                raise refusals.too_far(f"ligne {self.row + 1}, colonne {self.column}")

    def end_row(self):
        self.row += self.repeat
        if self.filled and self.row > settings.IMPORT_MAX_ROWS:
            raise refusals.too_far(f"ligne {self.row}")
        self.total += self.filled * self.repeat
        if self.total > settings.IMPORT_MAX_CELLS:
            raise refusals.too_many_cells()


def _column(letters, missing=BEYOND):
    if not letters:
        return missing
    return column_index_from_string(letters.decode()) if len(letters) <= 3 else BEYOND


def _number(digits, missing=BEYOND):
    if not digits:
        return missing
    return int(digits) if len(digits) <= 9 else BEYOND


def _repeat(attributes):
    match = ODS_REPEAT.search(attributes)
    return _number(match[1]) if match else 1
