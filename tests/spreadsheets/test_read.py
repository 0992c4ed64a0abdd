"""A sheet is read with what a person sees on it: address, link, strike, comment, hidden, merged."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from correspondents.spreadsheets.read import Cell, read
from correspondents.spreadsheets.refusals import RefusedFile

from .hostile import ODS_CELL, ods, sheet


def saved(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def cells(file, name="liste.xlsx"):
    """The cells of the first sheet, by address."""
    return {cell.address: cell for row in read(file, name)[0].rows for cell in row}


@pytest.fixture
def book():
    return Workbook()


def test_a_cell_carries_its_marks(book):
    active = book.active
    active["B3"] = "Fictif"
    active["B3"].hyperlink = "mailto:fictif@diplomatie.example"
    active["B3"].font = Font(strike=True)
    active["B3"].comment = Comment("départ à l’été", "DAECT")
    active.row_dimensions[3].hidden = True

    assert cells(saved(book))["B3"] == Cell(
        row=3,
        column=2,
        value="Fictif",
        link="mailto:fictif@diplomatie.example",
        comment="départ à l’été",
        struck=True,
        hidden=True,
    )


@pytest.mark.parametrize(
    ("pieces", "is_struck"),
    [
        ([("Partie", True)], True),
        ([("Par", True), (" ", False), ("tie", True)], True),
        ([("Partie ", True), ("Seconde", False)], False),
    ],
)
def test_a_rich_text_is_struck_when_all_of_it_is(book, pieces, is_struck):
    book.active["A1"] = CellRichText(
        *(TextBlock(InlineFont(strike=struck), text) for text, struck in pieces)
    )

    cell = cells(saved(book))["A1"]

    assert (cell.value, cell.struck) == ("".join(text for text, _ in pieces), is_struck)


def test_a_rich_text_without_a_strike_of_its_own_is_struck_by_its_cell(book):
    book.active["A1"] = CellRichText("Partie")
    book.active["A1"].font = Font(strike=True)

    assert cells(saved(book))["A1"].struck


def test_a_merged_cell_is_shared_with_the_rows_below_it_only(book):
    book.active["A2"] = "Sénégal"
    book.active.merge_cells("A2:B3")

    read_cells = cells(saved(book))

    assert list(read_cells) == ["A2", "A3"]
    assert (read_cells["A3"].text, read_cells["A3"].merged_from) == ("Sénégal", "A2")
    assert read_cells["A2"].merged_from == ""


def test_a_hidden_column_hides_its_cells(book):
    book.active["A1"], book.active["C1"] = "Pays", "tri"
    book.active.column_dimensions["C"].hidden = True

    assert [cell.hidden for cell in cells(saved(book)).values()] == [False, True]


def test_a_hidden_sheet_says_so(book):
    book.active["A1"] = "Liste"
    book.create_sheet("tri").sheet_state = "hidden"

    assert [(each.name, each.hidden) for each in read(saved(book), "a.xlsx")] == [
        ("Sheet", False),
        ("tri", True),
    ]


def test_two_distant_cells_cost_two_cells(book, settings):
    settings.IMPORT_MAX_ROWS = 50_000
    book.active["A1"], book.active["GR50000"] = "un", "deux"

    assert list(cells(saved(book))) == ["A1", "GR50000"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (221338395100, "221338395100"),
        (221338395100.0, "221338395100"),
        (1.5, "1.5"),
        (True, "oui"),
        (date(2026, 9, 1), "01/09/2026"),
        (datetime(2026, 9, 1), "01/09/2026"),
        (datetime(2026, 9, 1, 14, 30), "01/09/2026 14:30"),
        (" Anaïs\u00a0 de la\n\n Fiction ", "Anaïs de la\nFiction"),
    ],
)
def test_a_text_is_what_a_french_reader_sees(value, text):
    assert Cell(1, 1, value).text == text


def test_an_ods_keeps_the_numbers_of_its_rows():
    rows = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    rows += f"<table:table-row><table:table-cell/>{ODS_CELL}</table:table-row>"

    assert list(cells(ods(rows), "liste.ods")) == ["B5"]


@pytest.mark.parametrize("xml", ["<row><c", "<row><c r='A1' t='s'><v>99</v></c></row>"])
def test_what_a_library_cannot_read_is_damage(xml):
    with pytest.raises(RefusedFile, match="incomplet ou abîmé"):
        read(sheet(xml), "liste.xlsx")
