"""The process that reads a file says what `read` would, and its death is one sentence."""

import io
import os
import subprocess
import sys
import threading
from datetime import date, datetime, time, timedelta

import pytest

from correspondents.spreadsheets import sandbox, wire
from correspondents.spreadsheets.cells import Cell, Sheet
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.refusals import RefusedFile
from correspondents.spreadsheets.sandbox import attempt, read_safely
from correspondents.spreadsheets.write import Column, Table, write_xlsx

from .hostile import MIB, ODS_CELL, ods, xlsx

pytestmark = pytest.mark.slow

LIST = "Pays;Nom\nSénégal;« Fictif »\n".encode()


@pytest.fixture(scope="module")
def long_list():
    """A fair workbook, which takes more memory and time than some tests allow."""
    columns = [Column(str(n), str(n), "", f"colonne {n}, ligne {{}}".format) for n in range(12)]
    with write_xlsx(Table("Liste", columns, range(6_000))) as file:
        yield file


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (xlsx(), "liste.xlsx"),
        (xlsx(), "LISTE.XLSM"),
        (ods(f"<table:table-row>{ODS_CELL}</table:table-row>"), "liste.ods"),
        (io.BytesIO(LIST), "liste.csv"),
        (io.BytesIO(LIST.decode().encode("cp1252")), "liste.csv"),
    ],
)
def test_the_child_reads_what_the_parent_would(file, name):
    sheets = read_safely(file, name)

    assert file.tell() == 0
    assert sheets == read(file, name)


def test_values_and_marks_cross_as_they_are():
    values = [
        "=1+1 \ud7ff « é »\n",
        True,
        12,
        1.5,
        date(2026, 11, 23),
        datetime(2026, 11, 23, 14, 30, 0, 5),
        time(14, 30),
        timedelta(days=2, seconds=5),
    ]
    cells = [Cell(3, column, value) for column, value in enumerate(values, start=1)]
    marked = Cell(4, 2, "x", "mailto:a@b.example", "note", "B3", struck=True, hidden=True)
    seen = Cell(5, 1, 12, unit="XOF", fault="formule sans résultat")
    sheets = [Sheet("Liste", [cells, [marked], [seen]]), Sheet("tri", [], hidden=True)]

    read_back, end = wire.parse([*wire.lines(sheets), wire.last_line(peak=3)])

    assert read_back == sheets
    assert [type(cell.value) for cell in read_back[0].rows[0]] == list(map(type, values))
    assert end["peak"] == 3


def test_a_text_spread_over_many_cells_is_too_heavy(settings):
    settings.IMPORT_MAX_UNPACKED_BYTES = MIB
    text = ODS_CELL.replace("a</", "a" * 10_000 + "</").replace(
        " ", ' table:number-columns-repeated="150" ', 1
    )

    with pytest.raises(RefusedFile, match="trop de mémoire"):
        read_safely(ods(f"<table:table-row>{text}</table:table-row>"), "liste.ods")


def test_too_much_memory_kills_the_child_only(settings, long_list):
    settings.IMPORT_MAX_MEMORY = 50 * MIB

    with pytest.raises(RefusedFile, match="trop de mémoire"):
        read_safely(long_list, "liste.xlsx")
    assert read_safely(io.BytesIO(LIST), "liste.csv")


def test_too_little_memory_to_begin_with_is_told(settings):
    settings.IMPORT_MAX_MEMORY = 20 * MIB

    with pytest.raises(RefusedFile, match=r"mémoire|interrompue"):
        read_safely(io.BytesIO(LIST), "liste.csv")


def test_too_long_a_reading_is_stopped(settings, long_list):
    settings.IMPORT_MAX_SECONDS = 1

    with pytest.raises(RefusedFile, match="a dépassé 1 secondes"):
        read_safely(long_list, "liste.xlsx")


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(3)", ""])
def test_a_child_that_dies_or_says_nothing_is_told(monkeypatch, tmp_path, settings, caplog, code):
    settings.BASE_DIR = tmp_path
    (tmp_path / "dying.py").write_text(code)
    monkeypatch.setattr(sandbox, "CHILD", "dying")

    with pytest.raises(RefusedFile, match="s’est interrompue"):
        read_safely(io.BytesIO(LIST), "liste.csv")
    assert "The reading of a spreadsheet died" in caplog.text


def test_the_child_knows_no_secret(monkeypatch, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    monkeypatch.setenv("DATABASE_URL", "postgresql://annuaire:secret@localhost/annuaire")
    monkeypatch.setattr(sandbox, "CHILD", "telling")
    (tmp_path / "telling.py").write_text(
        "import json, os\n"
        "print(json.dumps({'end': True, 'refusal': ' '.join(os.environ), 'peak': 1}))"
    )

    assert "DATABASE_URL" not in str(attempt(io.BytesIO(LIST), "liste.csv").refusal)


def test_the_child_opens_no_file(settings):
    asked = f"""
import json, resource, sys
from correspondents.spreadsheets import child, guard
def nosy(file, name):
    open("/etc/hostname")
guard.check = nosy
limits = {{name: 1 << 30 for name in {sandbox.LIMITS}}}
limits["IMPORT_MAX_SECONDS"] = 20
child.main(limits, ".csv")
"""
    done = subprocess.run(
        [sys.executable, "-c", asked], input=LIST, capture_output=True, cwd=settings.BASE_DIR
    )

    assert done.returncode == 1
    assert b"Too many open files" in done.stderr


def test_a_request_thread_can_ask():
    found = []
    thread = threading.Thread(
        target=lambda: found.extend(read_safely(io.BytesIO(LIST), "liste.csv"))
    )

    thread.start()
    thread.join()

    assert [sheet.rows[1][0].text for sheet in found] == ["Sénégal"]


def test_no_process_and_no_descriptor_are_left():
    before = set(os.listdir("/proc/self/fd"))

    for _ in range(3):
        attempt(io.BytesIO(b"<html>"), "liste.csv")

    assert set(os.listdir("/proc/self/fd")) == before
