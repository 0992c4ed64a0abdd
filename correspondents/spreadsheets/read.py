"""A spreadsheet as sheets of filled cells, with all that a person sees on them.

Only files that `guard.check` let through may be read here.
"""

import csv
import io
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import PurePath

from django.conf import settings
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from . import refusals
from .write import readable, rearmed

DELIMITERS = ";,\t"
SAMPLE = 50  # records by which the delimiter of a .csv is told


@dataclass(slots=True)
class Cell:
    """A filled cell; rows and columns count from 1.

    `merged_from` is the address of the cell above whose value this one shares by a merge, or "".
    A cell merged with another on its left is empty; `width` is the number of columns merged.
    """

    row: int
    column: int
    value: str | int | float | bool | date | datetime
    link: str = ""
    comment: str = ""
    merged_from: str = ""
    struck: bool = False
    hidden: bool = False
    width: int = 1

    @property
    def letter(self):
        return get_column_letter(self.column)

    @property
    def address(self):
        return f"{self.letter}{self.row}"

    @property
    def text(self):
        """What a French reader sees, on one line or several, without blanks around."""
        value = self.value
        if isinstance(value, bool):
            return "oui" if value else "non"
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
    """A sheet: `rows` holds the filled cells of each row that has any, in order."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False


def read(file, name):
    """The sheets of an open binary file, whose format is told by the extension of its name.

    Row numbers are those a spreadsheet program shows; for .csv, the number of the record,
    blank records counted. Raises RefusedFile.
    """
    readers = {".csv": read_csv, ".ods": read_ods}
    reader = readers.get(PurePath(name).suffix.lower(), read_xlsx)
    file.seek(0)
    try:
        return reader(file)
    except refusals.RefusedFile:
        raise
    except Exception as error:  # a damaged workbook makes the libraries raise nearly anything
        raise refusals.damaged() from error


def read_xlsx(file):
    """The formulas' last results, as the program that saved the file computed them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl drops, and we never look at
        book = load_workbook(file, data_only=True, keep_vba=False)
    return [
        Sheet(sheet.title, _filled(_xlsx_cells(sheet)), sheet.sheet_state != "visible")
        for sheet in book.worksheets
    ]


def _xlsx_cells(sheet):
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min, min(column.max, settings.IMPORT_MAX_COLUMNS) + 1)
    }
    sources = {
        (row, area.min_col): area.start_cell
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, area.max_row + 1)
    }
    widths = {
        (area.min_row, area.min_col): area.max_col - area.min_col + 1
        for area in sheet.merged_cells.ranges
    }
    # The cells that exist: iter_rows() would create all those of the rectangle around them.
    for row, column in sorted(sheet._cells):
        source = sources.get((row, column))
        shown = source or sheet._cells[row, column]
        if (value := _clean(shown.value)) is not None:
            yield Cell(
                row,
                column,
                value,
                link=shown.hyperlink.target or "" if shown.hyperlink else "",
                comment=shown.comment.text if shown.comment else "",
                merged_from=source.coordinate if source else "",
                struck=bool(shown.has_style and shown.font.strike),
                hidden=row in hidden_rows or column in hidden_columns,
                width=widths.get((row, column), 1),
            )


def read_ods(file):
    """Values only: strike-through, links, comments and hidden rows are not told by calamine."""
    book = CalamineWorkbook.from_filelike(file)
    sheets = []
    for metadata in book.sheets_metadata:
        sheet = book.get_sheet_by_name(metadata.name)
        top, left = sheet.start or (0, 0)
        lines = enumerate(sheet.to_python(), start=top + 1)
        cells = (
            Cell(row, left + column, cleaned)
            for row, line in lines
            for column, value in enumerate(line, start=1)
            if (cleaned := _clean(value)) is not None
        )
        is_hidden = metadata.visible != SheetVisibleEnum.Visible
        sheets.append(Sheet(metadata.name, _filled(cells), is_hidden))
    return sheets


def read_csv(file):
    """One sheet. A cell that an export disarmed (« '=… ») is what it was before."""
    text = _decoded(file.read())
    delimiter = max(DELIMITERS, key=lambda mark: _separations(text, mark))
    cells = (
        Cell(row, column, cleaned)
        for row, record in enumerate(_records(text, delimiter), start=1)
        for column, value in enumerate(record, start=1)
        if (cleaned := _clean(rearmed(value))) is not None
    )
    return [Sheet("Feuille 1", _filled(cells))]


def _decoded(content):
    """UTF-8 with or without its mark, else what Excel writes in French (Windows-1252)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise refusals.not_text() from error


def _records(text, delimiter):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _separations(text, delimiter):
    """How many cells the delimiter separates among the first records."""
    return sum(len(record) - 1 for record in islice(_records(text, delimiter), SAMPLE) if record)


def _filled(cells):
    """The cells, given in order, as one list per row; RefusedFile beyond the limits."""
    rows = []
    for cell in cells:
        if cell.row > settings.IMPORT_MAX_ROWS or cell.column > settings.IMPORT_MAX_COLUMNS:
            raise refusals.too_far(cell.address)
        if not rows or rows[-1][0].row != cell.row:
            rows.append([])
        rows[-1].append(cell)
    return rows


def _clean(value):
    """The value without what no database stores, or None when nothing is left to see."""
    if isinstance(value, str):
        value = readable(value)
        return value if value.strip() else None
    return value
