"""What an Office Open XML workbook stores is read as a person sees it."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from correspondents.spreadsheets.archive import STRICT, Archive
from correspondents.spreadsheets.cells import Cell
from correspondents.spreadsheets.formulas import NO_RESULT
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.number_formats import SCALED
from correspondents.spreadsheets.read import read

from .hostile import parts_of, sheet, zipped


def row(xml):
    """The cells of a sheet of one row, written as XML."""
    sheets = read(sheet(f'<row r="1">{xml}</row>'), "liste.xlsx")
    return [cell for cells in sheets[0].rows for cell in cells]


def inline(text):
    return f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        ("Renée_x000D_\nattachée", "Renée\nattachée"),
        ("Renée_x000d_", "Renée\n"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005F_x005F_x000D_", "_x005F_x000D_"),
        ("x005F_", "x005F_"),
        ("_x0041__x0042_", "AB"),
        ("un_x_deux", "un_x_deux"),
        ("Mali_x0000_", "Mali"),
    ],
)
def test_an_escape_is_the_character_that_it_stands_for(stored, seen):
    assert [cell.value for cell in row(inline(stored))] == [seen]


@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>", "<v />\n"])
@pytest.mark.parametrize("formula", ["<f>LOWER(B1)</f>", '<f t="shared" si="0"/>'])
def test_a_formula_without_a_result_is_no_blank_cell(formula, result):
    cells = row(f'<c r="C1"><v>2</v></c><c r="E1">{formula}{result}</c>')

    assert cells == [Cell(1, 3, 2), Cell(1, 5, "", fault=NO_RESULT)]


def test_a_formula_without_a_result_is_known_where_the_file_gives_no_address():
    assert row("<c><v>1</v></c><c><f>A1+1</f></c>")[1] == Cell(1, 2, "", fault=NO_RESULT)


def test_the_result_of_a_formula_is_read_and_a_text_without_letters_is_blank():
    assert row('<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>') == [
        Cell(1, 2, 2)
    ]


def test_a_formula_without_a_result_is_found_across_the_pieces_of_a_long_sheet():
    filler = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'.format("a" * 1000)
    rows = filler * 1010 + "<row><c><f>A1</f></c></row>"

    assert read(sheet(rows), "liste.xlsx")[0].rows[-1] == [Cell(1011, 1, "", fault=NO_RESULT)]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (6559570, "#,##0 [$XOF]", Cell(1, 1, 6559570, unit="XOF")),
        (50000.5, "[$$-409]#,##0", Cell(1, 1, 50000.5, unit="$")),
        (6559570, "#,##0,", Cell(1, 1, 6559570, fault=SCALED)),
        (612345678, '0#" "##" "##" "##" "##', Cell(1, 1, "06 12 34 56 78")),
        (True, '0" €"', Cell(1, 1, True)),
        (date(2026, 1, 15), "dd/mm/yyyy", Cell(1, 1, datetime(2026, 1, 15))),
        ("x", '0" €"', Cell(1, 1, "x")),
    ],
)
def test_a_number_comes_with_what_its_format_shows(value, code, seen):
    book = Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = code
    file = io.BytesIO()
    book.save(file)

    assert read(file, "liste.xlsx")[0].rows == [[seen]]


def test_a_merge_spreads_a_formula_without_a_result():
    book = Workbook()
    book.active["A1"] = "=B1"
    book.active.merge_cells("A1:A2")
    file = io.BytesIO()
    book.save(file)

    faults = [cell.fault for cells in read(file, "liste.xlsx")[0].rows for cell in cells]

    assert faults == [NO_RESULT, NO_RESULT]


def strict(file):
    """The workbook as « Classeur Strict Open XML » saves it."""
    words = {
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"officeDocument/",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/": b"spreadsheetml/",
    }
    parts = parts_of(file)
    for name, content in parts.items():
        for word, name_of_strict in words.items():
            content = content.replace(word, b"http://purl.oclc.org/ooxml/" + name_of_strict)
        parts[name] = content
    return zipped(parts)


def test_a_strict_workbook_is_read_with_its_dates_and_its_marks():
    book = Workbook()
    book.active.append(["Liste", "Fictif"])
    book.active["B1"].font = Font(strike=True)
    book.active["B1"].hyperlink = "mailto:fictif@diplomatie.example"
    book.iso_dates = True
    book.active["C1"] = datetime(2026, 1, 15, 14, 30)
    file = io.BytesIO()
    book.save(file)
    file = strict(file)
    check(file, "liste.xlsx")

    assert read(file, "liste.xlsx")[0].rows == [
        [
            Cell(1, 1, "Liste"),
            Cell(1, 2, "Fictif", "mailto:fictif@diplomatie.example", struck=True),
            Cell(1, 3, datetime(2026, 1, 15, 14, 30)),
        ]
    ]


@pytest.mark.parametrize("size", [1, 7, 64, 1000, -1])
def test_a_word_is_corrected_wherever_its_pieces_are_cut(size):
    file = zipped({"a.xml": STRICT + b"spreadsheetml/main x005F_" * 20})
    pieces = []
    with Archive(file) as archive, archive.open("a.xml") as part:
        while piece := part.read(size):
            pieces.append(piece)

    expected = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main &#57439;"
    assert b"".join(pieces) == expected + b"spreadsheetml/main &#57439;" * 19
