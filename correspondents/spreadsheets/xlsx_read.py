"""An Office Open XML workbook, read with every mark that a person sees."""

import warnings

from django.conf import settings
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader.excel import ExcelReader

from .archive import Archive
from .cells import Cell, Sheet, clean
from .colors import Palette
from .escapes import unescaped
from .formulas import NO_RESULT, unsolved
from .number_formats import GENERAL, NUMBERS, seen


def read_xlsx(file):
    """The formulas' last results, as the program that saved the file computed them."""
    sheets = _loaded(file)
    palette = Palette(sheets[0][0].parent) if sheets else None
    with Archive(file) as archive:
        for sheet, part in sheets:
            places = unsolved(archive, part)
            cells = _cells(sheet, places, palette)
            yield Sheet(sheet.title, cells, sheet.sheet_state != "visible")


def _loaded(file):
    """The sheets that hold cells, in order, each with the name of its part in the archive."""
    reader = ExcelReader(file, data_only=True, keep_vba=False, rich_text=True)
    reader.archive = Archive(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about marks that openpyxl drops and we do not read
        reader.read()
    names = [
        part.target
        for _, part in reader.parser.find_sheets()
        if part.target in reader.valid_files and "chartsheet" not in part.Type
    ]
    return list(zip(reader.wb.worksheets, names, strict=True))


def _cells(sheet, unsolved_places, palette):
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
        value, unit, fault = _seen(shown, unsolved_places)
        if value is not None:
            fill, ink = palette.of(shown) if shown.has_style else ("", "")
            yield Cell(
                row,
                column,
                value,
                link=clean(shown.hyperlink.target) or "" if shown.hyperlink else "",
                comment=clean(unescaped(shown.comment.text)) or "" if shown.comment else "",
                merged_from=source.coordinate if source else "",
                struck=_is_struck(shown),
                hidden=row in hidden_rows or column in hidden_columns,
                width=widths.get((row, column), 1),
                unit=unit,
                fault=fault,
                fill=fill,
                ink=ink,
            )


def _seen(cell, unsolved_places):
    """What a person sees of the cell: (value, unit, fault); the value is None when it is blank."""
    value = cell.value
    if (cell.row, cell.column) in unsolved_places:
        return "", "", NO_RESULT
    if isinstance(value, str | CellRichText):
        return clean(unescaped(str(value))), "", ""
    if type(value) in NUMBERS and cell.number_format != GENERAL:
        value, unit, fault = seen(value, cell.number_format)
        return clean(value), clean(unit) or "", fault
    return value, "", ""


def _is_struck(cell):
    """Whether the cell, or each of its pieces of text, is struck; a piece may have no own font."""
    of_cell = bool(cell.has_style and cell.font.strike)
    if not isinstance(cell.value, CellRichText):
        return of_cell
    pieces = [piece for piece in cell.value if str(piece).strip()]
    fonts = [piece.font.strike if isinstance(piece, TextBlock) else of_cell for piece in pieces]
    return all(fonts) if fonts else of_cell
