"""An .ods is read with its marks; odfpy, which we did not write, makes the workbooks."""

import io
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf import dc, office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from python_calamine import CalamineWorkbook

from correspondents.spreadsheets import ods_styles
from correspondents.spreadsheets.cells import Cell
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.ods import write_ods
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.refusals import RefusedFile
from correspondents.spreadsheets.write import Column, Table, readable

from ..hypothesis_profiles import examples

STRUCK = {"textlinethroughstyle": "solid", "textlinethroughtype": "single"}
PLAIN = {"textlinethroughstyle": "none", "textlinethroughtype": "none"}


@pytest.fixture
def book():
    return OpenDocumentSpreadsheet()


def saved(book):
    file = io.BytesIO()
    book.save(file)
    check(file, "liste.ods")
    return file


def cells(book):
    """The cells of the first sheet, by address."""
    return {c.address: c for row in read(saved(book), "liste.ods")[0].rows for c in row}


def add_sheet(book, rows, columns=(), name="Liste", **attributes):
    """Rows are lists of cells, or pairs of attributes and such a list."""
    sheet = table.Table(name=name, **attributes)
    book.spreadsheet.addElement(sheet)
    for column in columns:
        sheet.addElement(table.TableColumn(**column))
    for row in rows:
        given, row = row if isinstance(row, tuple) else ({}, row)
        line = table.TableRow(**given)
        sheet.addElement(line)
        for cell in row:
            line.addElement(cell)


def cell(*paragraphs, **attributes):
    made = table.TableCell(**{"valuetype": "string", **attributes})
    for paragraph in paragraphs:
        made.addElement(paragraph if hasattr(paragraph, "qname") else text.P(text=paragraph))
    return made


def blank(**attributes):
    return table.TableCell(**attributes)


def covered(**attributes):
    return table.CoveredTableCell(**attributes)


def add_style(book, name, family, parent=None, is_common=False, **properties):
    made = style.Style(name=name, family=family, parentstylename=parent)
    if properties:
        made.addElement(style.TextProperties(**properties))
    (book.styles if is_common else book.automaticstyles).addElement(made)
    return name


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ({"valuetype": "float", "value": "221338395100"}, 221338395100),
        ({"valuetype": "float", "value": "1.5"}, 1.5),
        ({"valuetype": "percentage", "value": "0.25"}, 0.25),
        ({"valuetype": "currency", "value": "12"}, 12),
        ({"valuetype": "date", "datevalue": "2026-11-23"}, date(2026, 11, 23)),
        (
            {"valuetype": "date", "datevalue": "2026-11-23T14:30:00"},
            datetime(2026, 11, 23, 14, 30),
        ),
        ({"valuetype": "time", "timevalue": "PT14H30M00S"}, time(14, 30)),
        ({"valuetype": "boolean", "booleanvalue": "true"}, True),
        ({"valuetype": "boolean", "booleanvalue": "false"}, False),
        ({"valuetype": "string"}, "affiché"),
        ({"valuetype": "date", "datevalue": "-0044-03-15"}, "affiché"),
        ({"valuetype": "time", "timevalue": "PT30H00M00S"}, "affiché"),
    ],
)
def test_a_value_has_its_type_else_it_is_what_is_shown(book, attributes, value):
    add_sheet(book, [[cell("affiché", **attributes)]])

    found = cells(book)["A1"].value

    assert (found, type(found)) == (value, type(value))


def test_a_text_keeps_its_lines_and_its_spaces(book):
    first = text.P(text="Anaïs")
    first.addElement(text.S(c=3))
    first.addText("de")
    first.addElement(text.LineBreak())
    first.addText("la")
    first.addElement(text.Tab())
    first.addText("Fiction \n  brève")
    add_sheet(book, [[cell(first, "seconde")]])

    assert cells(book)["A1"].value == "Anaïs   de\nla Fiction brève\nseconde"


def test_a_link_and_a_comment_stand_beside_the_text(book):
    paragraph = text.P()
    paragraph.addElement(text.A(href="mailto:fictif@diplomatie.example", text="Écrire"))
    note = office.Annotation()
    note.addElement(dc.Creator(text="DAECT"))
    note.addElement(text.P(text="départ"))
    note.addElement(text.P(text="à l’été"))
    add_sheet(book, [[cell(note, paragraph)]])

    assert cells(book)["A1"] == Cell(
        1, 1, "Écrire", link="mailto:fictif@diplomatie.example", comment="départ\nà l’été"
    )


@pytest.mark.parametrize(
    ("parent", "own", "is_struck"),
    [({}, STRUCK, True), (STRUCK, {}, True), (STRUCK, PLAIN, False), (PLAIN, {}, False)],
)
def test_a_cell_is_struck_by_its_style_or_the_parents_of_it(book, parent, own, is_struck):
    add_style(book, "Nommé", "table-cell", is_common=True, **parent)
    add_style(book, "ce1", "table-cell", parent="Nommé", **own)
    add_sheet(book, [[cell("Partie", stylename="ce1")]])

    assert cells(book)["A1"].struck is is_struck


def test_a_row_or_a_column_strikes_the_cells_that_have_no_style(book):
    add_style(book, "barré", "table-cell", **STRUCK)
    add_style(book, "net", "table-cell", **PLAIN)
    barred = {"defaultcellstylename": "barré"}
    add_sheet(
        book,
        [[cell("a"), cell("b", stylename="net")], (barred, [blank(), cell("c")])],
        columns=[barred, {}],
    )

    assert {a: c.struck for a, c in cells(book).items()} == {"A1": True, "B1": False, "B2": True}


@pytest.mark.parametrize(
    ("pieces", "is_struck"),
    [
        ([("Partie", True)], True),
        ([("Par", True), (" ", False), ("tie", True)], True),
        ([("Partie", True), (" Seconde", False)], False),
    ],
)
def test_a_text_is_struck_when_all_of_it_is(book, pieces, is_struck):
    add_style(book, "T1", "text", **STRUCK)
    paragraph = text.P()
    for piece, barred in pieces:
        paragraph.addElement(text.Span(text=piece, **({"stylename": "T1"} if barred else {})))
    add_sheet(book, [[cell(paragraph)]])

    assert cells(book)["A1"].struck is is_struck


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_hidden_rows_and_columns_hide_their_cells(book, visibility):
    hidden = {"visibility": visibility}
    columns = [{}, {"numbercolumnsrepeated": 2, **hidden}, {}]
    line = [cell("a"), cell("b"), cell("c"), cell("d")]
    add_sheet(book, [line, (hidden, [cell("e")])], columns)

    assert {address: each.hidden for address, each in cells(book).items()} == {
        "A1": False,
        "B1": True,
        "C1": True,
        "D1": False,
        "A2": True,
    }


def test_a_hidden_sheet_says_so(book):
    unseen = style.Style(name="ta2", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(unseen)
    add_sheet(book, [[cell("a")]])
    add_sheet(book, [[cell("b")]], name="tri", stylename="ta2")

    sheets = read(saved(book), "liste.ods")

    assert [(each.name, each.hidden) for each in sheets] == [("Liste", False), ("tri", True)]


def test_a_merge_is_shared_with_the_rows_below_and_empty_on_the_right(book):
    merged = cell("Sénégal", numberrowsspanned=3, numbercolumnsspanned=2)
    add_sheet(
        book,
        [
            [merged, covered(), cell("x")],
            ({"numberrowsrepeated": 2}, [covered(numbercolumnsrepeated=2), cell("y")]),
            [cell("Mali")],
        ],
    )

    assert {a: (c.text, c.merged_from) for a, c in cells(book).items()} == {
        "A1": ("Sénégal", ""),
        "C1": ("x", ""),
        "A2": ("Sénégal", "A1"),
        "C2": ("y", ""),
        "A3": ("Sénégal", "A1"),
        "C3": ("y", ""),
        "A4": ("Mali", ""),
    }


def test_repeats_stand_at_their_own_addresses(book):
    row = [blank(numbercolumnsrepeated=2), cell("Fictif", numbercolumnsrepeated=2)]
    add_sheet(book, [({"numberrowsrepeated": 3}, [blank()]), ({"numberrowsrepeated": 2}, row)])

    assert list(cells(book)) == ["C4", "D4", "C5", "D5"]


def test_repeats_of_nothing_cost_nothing(book):
    rest = {"numbercolumnsrepeated": 16_383}
    add_sheet(
        book,
        [[cell("a"), blank(**rest)], ({"numberrowsrepeated": 1_048_575}, [blank(**rest)])],
    )

    assert list(cells(book)) == ["A1"]


@pytest.mark.slow
def test_a_merge_over_too_many_rows_is_refused(book, settings):
    settings.IMPORT_MAX_ROWS = 200_000
    merged = cell("Sénégal", numberrowsspanned=200_000)
    add_sheet(book, [[merged], ({"numberrowsrepeated": 199_999}, [covered()])])

    with pytest.raises(RefusedFile, match="qui couvrent plus de 100000 cellules"):
        cells(book)


def test_styles_beyond_number_are_refused(book, monkeypatch):
    monkeypatch.setattr(ods_styles, "MOST_STYLES", 3)
    for place in range(4):
        add_style(book, f"ce{place}", "table-cell", is_common=True)
    add_sheet(book, [[cell("a")]])

    with pytest.raises(RefusedFile, match="plus de 3 styles"):
        cells(book)


def test_a_table_within_a_cell_adds_no_row(book):
    inner = table.Table(name="dedans")
    line = table.TableRow()
    line.addElement(cell("intrus"))
    inner.addElement(line)
    around = cell("a")
    around.addElement(inner)
    add_sheet(book, [[around], [cell("b")]])

    assert {address: each.value for address, each in cells(book).items()} == {"A1": "a", "A2": "b"}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8)


@given(ROWS)
@examples(60)
def test_what_we_write_comes_back_and_calamine_reads_the_same(rows):
    columns = [
        Column("a", "Nom", "", lambda row: row[0]),
        Column("b", "Lieu", "", lambda row: row[1]),
    ]
    with write_ods(Table("Liste", columns, rows)) as file:
        ours = {(c.row, c.column): c.value for r in read(file, "a.ods")[0].rows for c in r}
        file.seek(0)
        lines = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()

    written = {
        (row, column): value
        for row, pair in enumerate(rows, start=2)
        for column, value in enumerate(map(readable, pair), start=1)
        if value.strip()
    }
    assert {place: value for place, value in ours.items() if place[0] > 1} == written
    judged = {
        (row, column): value
        for row, line in enumerate(lines, start=1)
        for column, value in enumerate(line, start=1)
        if value.strip()
    }
    assert ours == judged
