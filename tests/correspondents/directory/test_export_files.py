"""The writers alone: what goes into a file comes out of it, in every format."""

import csv
import io
import tracemalloc
from datetime import date
from operator import itemgetter

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import load as load_ods
from odf.table import Table as OdsTable
from odf.table import TableCell, TableRow
from odf.teletype import extractText
from python_calamine import CalamineWorkbook

from correspondents.spreadsheets.ods import write_ods
from correspondents.spreadsheets.write import (
    Column,
    Table,
    disarmed,
    kept_as_text,
    readable,
    rearmed,
    write_csv,
    write_plain_csv,
    write_xlsx,
)

from ...hypothesis_profiles import examples

# Any text that PostgreSQL can hold, with what breaks files in good place.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\t\r\n ;,<&>]\x0b\x1f\ufffe\u2028é漢𝄞"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=12,
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4)


def table(rows):
    columns = [Column(str(n), f"Titre {n}", "", itemgetter(n)) for n in range(len(rows[0]))]
    return Table("Liste", columns, iter(rows))


def written(rows):
    """The cells that a reader should find: one line end, one blank, nothing XML cannot hold."""
    return [[readable(cell) for cell in row] for row in rows]


def read_csv(data, delimiter):
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return [[rearmed(cell) for cell in row] for row in rows][1:]


@given(ROWS)
@examples(60)
def test_csv_gives_back_every_text(rows):
    assert read_csv(b"".join(write_csv(table(rows))), ";") == written(rows)
    assert read_csv(b"".join(write_plain_csv(table(rows))), ",") == written(rows)


@given(ROWS)
@examples(60)
def test_xlsx_gives_back_every_text_as_text(rows):
    with write_xlsx(table(rows)) as file:
        sheet = openpyxl.load_workbook(file).worksheets[0]
        cells = list(sheet.iter_rows(min_row=2, max_row=1 + len(rows), max_col=2))

    assert [[cell.value or "" for cell in row] for row in cells] == written(rows)
    assert {cell.data_type for row in cells for cell in row if cell.value} <= {"s"}


@given(ROWS)
@examples(60)
def test_ods_gives_back_every_text(rows):
    with write_ods(table(rows)) as file:
        sheet = load_ods(file).spreadsheet.getElementsByType(OdsTable)[0]

    found = [
        ["\n".join(map(extractText, cell.childNodes)) for cell in row.getElementsByType(TableCell)]
        for row in sheet.getElementsByType(TableRow)
    ]
    assert found[1:] == written(rows)


@given(ROWS)
@examples(60)
def test_ods_is_read_by_calamine(rows):
    with write_ods(table([("début", "fin"), *rows, ("début", "fin")])) as file:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)

    assert sheet.to_python()[2:-1] == written(rows)


@given(st.one_of(TEXTS, TEXTS.map("'{}".format), st.from_regex("'*[+0][0-9]+", fullmatch=True)))
def test_what_was_disarmed_is_rearmed(text):
    assert rearmed(disarmed(text)) == rearmed(kept_as_text(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", " =1", "+33=1"],
        *["＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1", "﹫A1", "−1"],
        *["\u061c=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\u200f =1"],
        *["+1-1", "+221-33-839-51-00", "+221338395100"],
    ],
)
def test_a_formula_is_disarmed(text):
    assert disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["01001", "0612345678"])
def test_the_zero_of_a_code_or_of_a_phone_is_kept_by_a_spreadsheet_and_bare_for_machines(text):
    assert kept_as_text(text) == f"'{text}"
    assert disarmed(text) == text


@pytest.mark.parametrize("text", ["+221 33 839 51 00", "+33 (0)1 43-17.53 poste 12", "Anne", "00"])
def test_a_phone_is_left_as_it_is(text):
    assert disarmed(text) == text


def test_dates_and_numbers_stay_what_they_are():
    rows = [(date(2026, 11, 23), 2, True, None)]

    with write_xlsx(table(rows)) as file:
        cells = openpyxl.load_workbook(file).worksheets[0][2]
    with write_ods(table(rows)) as file:
        ods = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1]
    french = b"".join(write_csv(table(rows))).splitlines()[1]
    plain = b"".join(write_plain_csv(table(rows))).splitlines()[1]

    assert [cells[0].value.date(), cells[0].number_format] == [date(2026, 11, 23), "dd/mm/yyyy"]
    assert [cell.value for cell in cells[1:3]] == [2, "oui"]
    assert ods[:3] == [date(2026, 11, 23), 2, "oui"]
    assert (french, plain) == (b"23/11/2026;2;oui;", b"2026-11-23,2,oui,")


def test_the_heading_row_of_a_workbook_stays_in_sight_and_filters():
    with write_xlsx(table([("a", "b"), ("c", "d")])) as file:
        sheet = openpyxl.load_workbook(file).worksheets[0]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 18


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_memory_does_not_grow_with_the_list(write):
    peaks = []
    for count in [200, 1500]:
        tracemalloc.start()
        with write(Table("Liste", [Column("n", "N", "", str)] * 10, iter(range(count)))):
            peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.5
