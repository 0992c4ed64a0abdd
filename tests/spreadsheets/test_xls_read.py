"""An old .xls is read with its marks; xlwt, which we did not write, makes the workbooks."""

import io
import random
from datetime import date, datetime, time, timedelta
from struct import pack

import pytest
import xlwt
from xlwt import easyxf

from correspondents.spreadsheets.cells import Cell
from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.number_formats import SCALED
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.refusals import RefusedFile
from correspondents.spreadsheets.sandbox import attempt

from .hostile import MIB

LINK = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
MONIKER = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
STRUCK = easyxf("font: struck_out on")


@pytest.fixture
def book():
    return xlwt.Workbook(encoding="utf-8")


def saved(book):
    file = io.BytesIO()
    book.save(file)
    check(file, "liste.xls")
    return file


def cells(book):
    """The cells of the first sheet, by address."""
    return {c.address: c for row in read(saved(book), "liste.xls")[0].rows for c in row}


def test_values_are_read_by_their_type(book):
    sheet = book.add_sheet("Liste")
    values = ["Sénégal\nDakar", 12, 221338395100, 1.5, True, "  "]
    for column, value in enumerate(values):
        sheet.write(1, column, value)

    assert [cell.value for cell in cells(book).values()] == values[:-1]
    assert isinstance(cells(book)["B2"].value, int)
    assert cells(book)["E2"].text == "oui"


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_date_is_a_day_or_a_moment_whatever_its_origin(book, is_1904):
    book.dates_1904 = is_1904
    sheet = book.add_sheet("Liste")
    sheet.write(0, 0, date(2026, 1, 15), easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(0, 1, datetime(2026, 1, 15, 14, 30), easyxf(num_format_str="DD/MM/YYYY HH:MM"))
    sheet.write(0, 2, 0.25, easyxf(num_format_str="HH:MM"))
    sheet.write(0, 3, 1.5, easyxf(num_format_str="[h]:mm"))

    assert [cell.value for cell in cells(book).values()] == [
        datetime(2026, 1, 15),
        datetime(2026, 1, 15, 14, 30),
        time(6),
        timedelta(days=1, hours=12),
    ]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (6559570, "#,##0 [$XOF]", Cell(1, 1, 6559570, unit="XOF")),
        (6559570, "#,##0,", Cell(1, 1, 6559570, fault=SCALED)),
        (612345678, '0#" "##" "##" "##" "##', Cell(1, 1, "06 12 34 56 78")),
    ],
)
def test_a_number_comes_with_what_its_format_shows(book, value, code, seen):
    book.add_sheet("Liste").write(0, 0, value, easyxf(num_format_str=code))

    assert cells(book) == {"A1": seen}


def test_marks_are_read(book):
    sheet = book.add_sheet("Liste")
    plain, struck = xlwt.Font(), xlwt.Font()
    struck.struck_out = True
    sheet.write(0, 0, "Partie", STRUCK)
    sheet.write_rich_text(1, 0, [("Par", struck), (" ", plain), ("tie", struck)])
    sheet.write_rich_text(2, 0, [("Partie ", struck), ("Seconde", plain)])
    sheet.row(3).hidden = True
    sheet.write(3, 0, "ligne")
    sheet.col(1).hidden = True
    sheet.write(4, 1, "colonne")

    found = cells(book)

    assert [cell.struck for cell in found.values()] == [True, True, False, False, False]
    assert [cell.hidden for cell in found.values()] == [False, False, False, True, True]


def add_link(monkeypatch, sheet, last_row, last_column):
    """A link over the sheet from its first cell, as Excel writes it: xlwt does not."""
    address = "mailto:fictif@diplomatie.example\0".encode("utf-16-le")
    area = pack("<4H", 0, last_row, 0, last_column)
    link = area + LINK + pack("<II", 2, 3) + MONIKER + pack("<I", len(address)) + address
    data, end = sheet.get_biff_data()[:-4], b"\x0a\0\0\0"
    content = data + pack("<HH", 0x01B8, len(link)) + link + end
    monkeypatch.setattr(sheet, "get_biff_data", lambda: content)


def test_a_link_is_read(book, monkeypatch):
    sheet = book.add_sheet("Liste")
    sheet.write(0, 0, "Fictif")
    add_link(monkeypatch, sheet, 0, 0)

    assert cells(book) == {"A1": Cell(1, 1, "Fictif", "mailto:fictif@diplomatie.example")}


@pytest.mark.slow
def test_a_link_over_a_whole_sheet_is_too_heavy(book, monkeypatch, settings):
    settings.IMPORT_MAX_MEMORY = 200 * MIB
    sheet = book.add_sheet("Liste")
    sheet.write(0, 0, "Fictif")
    add_link(monkeypatch, sheet, 65_535, 255)

    assert "trop de mémoire" in str(attempt(saved(book), "liste.xls").refusal)


def test_a_merged_cell_is_shared_with_the_rows_below_it_only(book):
    sheet = book.add_sheet("Liste")
    sheet.write_merge(1, 3, 0, 1, "Sénégal")
    sheet.write(3, 2, "fin")

    found = cells(book)

    assert list(found) == ["A2", "A3", "A4", "C4"]
    assert [cell.merged_from for cell in found.values()] == ["", "A2", "A2", ""]
    assert (found["A2"].width, found["A4"].width, found["A4"].text) == (2, 1, "Sénégal")


def test_a_hidden_sheet_says_so(book):
    book.add_sheet("Liste").write(0, 0, "x")
    book.add_sheet("tri").visibility = 1

    assert [(each.name, each.hidden) for each in read(saved(book), "liste.xls")] == [
        ("Liste", False),
        ("tri", True),
    ]


@pytest.mark.slow
def test_a_merge_of_too_many_cells_is_refused(book):
    book.add_sheet("Liste").merge(0, 60_000, 0, 10)

    with pytest.raises(RefusedFile, match="qui couvrent plus de 100000 cellules"):
        read(saved(book), "liste.xls")


def test_a_workbook_with_a_password_is_told(book):
    book.add_sheet("Liste").write(0, 0, "x")
    content = saved(book).getvalue()
    interface = content.index(b"\xe1\x00\x02\x00\xb0\x04")  # a record of the same size

    locked = content[:interface] + b"\x2f\x00" + content[interface + 2 :]

    with pytest.raises(RefusedFile, match="mot de passe"):
        read(io.BytesIO(locked), "liste.xls")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_damage_is_read_or_refused_by_the_child_and_nothing_else(book, seed):
    sheet = book.add_sheet("Liste")
    for row in range(200):
        for column in range(8):
            sheet.write(row, column, f"cellule {row} {column}")
    chance, content = random.Random(seed), bytearray(saved(book).getvalue())
    for _ in range(20):
        content[chance.randrange(512, len(content))] = chance.randrange(256)
    if seed % 2:
        content = content[: chance.randrange(512, len(content))]

    reading = attempt(io.BytesIO(bytes(content)), "liste.xls")

    assert reading.sheets or str(reading.refusal).endswith(".")
    assert reading.peak < 200 * MIB


@pytest.mark.slow
def test_the_child_reads_an_old_workbook(book):
    book.add_sheet("Liste").write(0, 0, "Sénégal")

    assert attempt(saved(book), "liste.xls").sheets[0].rows == [[Cell(1, 1, "Sénégal")]]


def test_a_formula_that_may_show_what_the_file_does_not_hold_is_told(book):
    sheet = book.add_sheet("Liste")
    sheet.write(0, 0, "Sénégal")
    sheet.write(0, 1, xlwt.Formula("A1"))

    [told] = attempt(saved(book), "liste.xls").sheets

    assert [cell.address for cell in told.rows[0]] == ["A1"]
    assert told.note.startswith("des formules sont lues comme vides (B1)")
