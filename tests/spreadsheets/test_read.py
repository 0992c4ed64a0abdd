"""A sheet is read with what a person sees on it: address, link, strike, comment, hidden, merged."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from correspondents.spreadsheets.read import Cell, read
from correspondents.spreadsheets.refusals import RefusedFile
from correspondents.spreadsheets.write import Column, Table, write_csv

from .hostile import ODS_CELL, ods, sheet


def saved(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def cells(file, name="liste.xlsx"):
    """The cells of the first sheet, by address."""
    return {cell.address: cell for row in read(file, name)[0].rows for cell in row}


def texts(content, name="liste.csv"):
    return {address: cell.text for address, cell in cells(io.BytesIO(content), name).items()}


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


def test_what_no_database_stores_is_left_out():
    assert texts(b"Dak\x0bar;\x07") == {"A1": "Dakar"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding, delimiter):
    lines = [["Pays", "Nom"], ["Sénégal", "Œuvrard"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)

    assert texts(content) == {"A1": "Pays", "B1": "Nom", "A2": "Sénégal", "B2": "Œuvrard"}


def test_records_are_numbered_with_the_blank_ones():
    assert texts(b'Pays;Nom\n\n"un\ndeux";x\n;\nfin;y\n') == {
        "A1": "Pays",
        "B1": "Nom",
        "A3": "un\ndeux",
        "B3": "x",
        "A5": "fin",
        "B5": "y",
    }


def test_a_csv_that_we_wrote_comes_back_as_it_was():
    values = ["=1+1", "+221 33 839 51 00", "-", "'=2", "@x"]
    table = Table("Liste", [Column("x", "X", "", str), Column("y", "Y", "", str)], values)

    read_back = cells(io.BytesIO(b"".join(write_csv(table))), "liste.csv")

    assert [cell.value for address, cell in read_back.items() if address[0] == "A"] == [
        "X",
        *values,
    ]


def test_an_ods_keeps_the_numbers_of_its_rows():
    rows = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    rows += f"<table:table-row><table:table-cell/>{ODS_CELL}</table:table-row>"

    assert list(cells(ods(rows), "liste.ods")) == ["B5"]


def test_a_text_beyond_the_last_row_allowed_is_refused(settings):
    settings.IMPORT_MAX_ROWS = 3

    with pytest.raises(RefusedFile, match="A4, au-delà de GR3"):
        read(io.BytesIO(b"a\nb\nc\nd\n"), "liste.csv")


@pytest.mark.parametrize("xml", ["<row><c", "<row><c r='A1' t='s'><v>99</v></c></row>"])
def test_what_a_library_cannot_read_is_damage(xml):
    with pytest.raises(RefusedFile, match="incomplet ou abîmé"):
        read(sheet(xml), "liste.xlsx")


def test_a_text_in_no_known_encoding_is_refused():
    with pytest.raises(RefusedFile, match="n’est pas un texte lisible"):
        read(io.BytesIO(b"Pays;Nom\n\x81\x8d"), "liste.csv")
