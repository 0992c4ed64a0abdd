"""An OpenDocument workbook, read as a stream with all its marks."""

from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from .cells import Sheet
from .ods_grid import Grid
from .ods_numbers import KINDS
from .ods_styles import OFFICE, STYLE, TABLE, Styles

SPREADSHEET, SHEET, ROW = f"{OFFICE}spreadsheet", f"{TABLE}table", f"{TABLE}table-row"
STARTS = {ROW: Grid.start_row, f"{TABLE}table-column": Grid.add_column}
WHOLE = {  # read once whole: they may hold tables of their own
    f"{TABLE}table-cell": Grid.add_cell,
    f"{TABLE}covered-table-cell": Grid.pass_over,
    f"{TABLE}shapes": lambda grid, element: None,
}


def read_ods(file):
    """The sheets of the workbook. The elements of `content.xml` are dropped as soon as read."""
    with ZipFile(file) as archive:
        styles = Styles()
        styles.read_common(archive)
        with archive.open("content.xml") as part:
            events = iterparse(part, ["start", "end"])
            for sheet in _tables(events, styles):
                is_hidden = sheet.get(f"{TABLE}style-name") in styles.hidden_tables
                cells = _cells(events, sheet, Grid(styles))
                yield Sheet(sheet.get(f"{TABLE}name", ""), cells, is_hidden)


def _tables(events, styles):
    """The elements of the sheets as they start, the styles before them being learnt."""
    path = []
    for event, element in events:
        if event == "start":
            path.append(element.tag)
            if path[-2:] == [SPREADSHEET, SHEET]:
                yield element
                path.pop()  # the caller reads a sheet to its end before the next one
        else:
            path.pop()
            if element.tag == f"{STYLE}style":
                styles.add(element)
            elif element.tag in KINDS:
                styles.add_number_style(element)
            elif path and path[-1] == SPREADSHEET:
                element.clear()


def _cells(events, sheet, grid):
    """The filled cells of a sheet, in order, until its end."""
    around = [sheet]
    for event, element in events:
        if event == "start" and element.tag in WHOLE:
            _finish(events, element)
            WHOLE[element.tag](grid, element)
            around[-1].clear()
        elif event == "start":
            around.append(element)
            if element.tag in STARTS:
                STARTS[element.tag](grid, element)
        else:
            around.pop()
            if not around:
                return
            around[-1].clear()
            if element.tag == ROW:
                yield from grid.end_row()


def _finish(events, element):
    """Let all that the element holds be parsed, other tables included."""
    for event, ended in events:
        if ended is element and event == "end":
            return
