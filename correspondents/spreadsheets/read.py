"""A spreadsheet as sheets of filled cells, with every mark that a person sees on them.

Only files that `guard.check` let through may be read here.
"""

import warnings
from dataclasses import replace
from pathlib import PurePath

from django.conf import settings
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from . import refusals
from .cells import Cell, Count, Sheet, clean
from .csv_read import read_csv
from .json_read import read_json
from .ods_read import read_ods

__all__ = ["Cell", "Sheet", "read", "stream"]

READERS = {".csv": read_csv, ".json": read_json, ".ods": read_ods}


def read(file, name):
    """The sheets of an open binary file; the extension of its name gives its format.

    Row numbers are the ones that a spreadsheet program shows; for .csv, the number of the
    record, blank records counted. Raises RefusedFile.
    """
    return [replace(sheet, rows=list(sheet.rows)) for sheet in stream(file, name)]


def stream(file, name):
    """The same sheets; their rows are iterators, each to finish before the next sheet."""
    reader = READERS.get(PurePath(name).suffix.lower(), read_xlsx)
    file.seek(0)
    count = Count()
    for sheet in _or_refused(reader(file)):
        rows = count.rows(_or_refused(sheet.rows))
        yield Sheet(clean(sheet.name) or "", rows, sheet.hidden)


def _or_refused(items):
    try:
        yield from items
    except (refusals.RefusedFile, MemoryError):
        raise
    except Exception as error:  # a damaged file makes the libraries raise nearly anything
        raise refusals.damaged() from error


def read_xlsx(file):
    """The formulas' last results, as the program that saved the file computed them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about marks that openpyxl drops and we do not read
        book = load_workbook(file, data_only=True, keep_vba=False, rich_text=True)
    for sheet in book.worksheets:
        yield Sheet(sheet.title, _xlsx_cells(sheet), sheet.sheet_state != "visible")


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
    # The cells that exist: iter_rows() would create every cell of the rectangle around them.
    for row, column in sorted(sheet._cells):
        source = sources.get((row, column))
        shown = source or sheet._cells[row, column]
        if (value := _value(shown)) is not None:
            yield Cell(
                row,
                column,
                value,
                link=clean(shown.hyperlink.target) or "" if shown.hyperlink else "",
                comment=clean(shown.comment.text) or "" if shown.comment else "",
                merged_from=source.coordinate if source else "",
                struck=_is_struck(shown),
                hidden=row in hidden_rows or column in hidden_columns,
                width=widths.get((row, column), 1),
            )


def _value(cell):
    value = cell.value
    return clean(str(value) if isinstance(value, CellRichText) else value)


def _is_struck(cell):
    """Whether the cell, or each of its pieces of text, is struck; a piece may have no own font."""
    of_cell = bool(cell.has_style and cell.font.strike)
    if not isinstance(cell.value, CellRichText):
        return of_cell
    pieces = [piece for piece in cell.value if str(piece).strip()]
    fonts = [piece.font.strike if isinstance(piece, TextBlock) else of_cell for piece in pieces]
    return all(fonts) if fonts else of_cell
