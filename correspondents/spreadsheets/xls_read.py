"""An old workbook (.xls), read with every mark that a person sees.

What a formula without a result holds is an empty text, as that of « ="" »: it is read as blank,
and the note of its sheet says so.
"""

from datetime import timedelta
from types import SimpleNamespace

import xlrd

from . import refusals
from .cells import MAX_SHARED_CELLS, Cell, Sheet, clean
from .colors import visible_color
from .number_formats import GENERAL, seen

NOWHERE = SimpleNamespace(write=len)  # xlrd would speak on the standard output
DURATION = "[h"
SOLID = 1  # the pattern of a cell in one colour
MOST_LISTED = 10  # addresses in a note
LARGEST_WHOLE = 1e15  # beyond, a float is no exact whole number


def read_xls(file):
    """The formulas' last results, as the program that saved the file computed them."""
    try:
        book = xlrd.open_workbook(
            file_contents=file.read(), formatting_info=True, ragged_rows=True, logfile=NOWHERE
        )
    except xlrd.XLRDError as error:
        raise refusals.encrypted() if "encrypted" in str(error) else refusals.damaged() from error
    for sheet in book.sheets():
        is_hidden = bool(sheet.visibility)
        yield Sheet(sheet.name, _cells(book, sheet), is_hidden, _note(sheet))


def _cells(book, sheet):
    sources, covered, widths = _merges(sheet)
    for row in range(sheet.nrows):
        hides_row = row in sheet.rowinfo_map and sheet.rowinfo_map[row].hidden
        columns = {*range(sheet.row_len(row)), *sources.get(row, ())} - covered.get(row, set())
        for column in sorted(columns):
            source = sources.get(row, {}).get(column)
            place = source or (row, column)
            value, unit, fault = _seen(book, sheet, *place)
            if value is None:
                continue
            note = sheet.cell_note_map.get(place)
            fill, ink = _colors(book, sheet.cell_xf_index(*place))
            yield Cell(
                row + 1,
                column + 1,
                value,
                link=_link(sheet, place),
                comment=clean(note.text) or "" if note else "",
                merged_from=xlrd.cellname(*source) if source else "",
                struck=_is_struck(book, sheet, *place),
                hidden=bool(hides_row or _hides_column(sheet, column)),
                width=widths.get((row, column), 1),
                unit=unit,
                fault=fault,
                fill=fill,
                ink=ink,
            )


def _note(sheet):
    """The sentence about the formulas that may show what the file does not hold, or ""."""
    places = [
        xlrd.cellname(row, column)
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
        if sheet.cell_type(row, column) == xlrd.XL_CELL_TEXT and not sheet.cell_value(row, column)
    ]
    if not places:
        return ""
    listed = ", ".join(places[:MOST_LISTED]) + ("…" if places[MOST_LISTED:] else "")
    return (
        f"des formules sont lues comme vides ({listed}) : elles montrent un texte vide, ou le "
        "fichier n’a pas leur résultat. Si le tableur y montre quelque chose, enregistrez la liste "
        "en .xlsx."
    )


def _merges(sheet):
    """The merges, by row: the sources of the cells below the first, the cells that show nothing.

    Then the width of each merge by the place of its first cell.
    """
    sources, covered, widths, size = {}, {}, {}, 0
    for top, bottom, left, right in sheet.merged_cells:
        size += (bottom - top) * (right - left)
        if size > MAX_SHARED_CELLS:
            raise refusals.too_wide(MAX_SHARED_CELLS)
        widths[top, left] = right - left
        for row in range(top, bottom):
            covered.setdefault(row, set()).update(range(left + 1, right))
            if row > top:
                sources.setdefault(row, {})[left] = top, left
    return sources, covered, widths


def _link(sheet, place):
    link = sheet.hyperlink_map.get(place)
    return clean(link.url_or_path) or "" if link and link.type == "url" else ""


def _hides_column(sheet, column):
    return column in sheet.colinfo_map and sheet.colinfo_map[column].hidden


def _seen(book, sheet, row, column):
    """What a person sees of a cell: (value, unit, fault); the value is None when it is blank."""
    if row >= sheet.nrows or column >= sheet.row_len(row):
        return None, "", ""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_NUMBER:
        value, unit, fault = seen(_number(value), _code(book, sheet, row, column))
        return clean(value), clean(unit) or "", fault
    if kind == xlrd.XL_CELL_TEXT:
        value = clean(value)
    elif kind == xlrd.XL_CELL_DATE:
        value = _moment(value, _code(book, sheet, row, column), book.datemode)
    elif kind == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif kind == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(value, "#N/A")
    else:
        value = None
    return value, "", ""


def _code(book, sheet, row, column):
    """The code of the number format of a cell."""
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    return book.format_map[style.format_key].format_str or GENERAL


def _number(value):
    return int(value) if value.is_integer() and abs(value) < LARGEST_WHOLE else value


def _moment(value, code, datemode):
    """The day, the time or the duration of a number; the number itself when it is none."""
    try:
        if DURATION in code.lower():
            return timedelta(days=value)
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (OverflowError, ValueError):
        return _number(value)
    return moment.time() if 0 <= value < 1 else moment


def _colors(book, style):
    """(background, text) of a style of cells, each "" when nobody notices it."""
    cell = book.xf_list[style]
    numbers = [book.font_list[cell.font_index].colour_index]
    is_filled = cell.background.fill_pattern == SOLID
    numbers.insert(0, cell.background.pattern_colour_index if is_filled else None)
    colors = [book.colour_map.get(number) for number in numbers]
    return [visible_color("".join(f"{part:02X}" for part in each or ())) for each in colors]


def _is_struck(book, sheet, row, column):
    """Whether the cell, or each of its pieces of text, is struck."""
    of_cell = book.xf_list[sheet.cell_xf_index(row, column)].font_index
    runs = [(0, of_cell), *sheet.rich_text_runlist_map.get((row, column), [])]
    text = str(sheet.cell_value(row, column))
    ends = [start for start, _ in runs[1:]] + [len(text)]
    fonts = [font for (start, font), end in zip(runs, ends, strict=True) if text[start:end].strip()]
    return all(book.font_list[font].struck_out for font in fonts or [of_cell])
