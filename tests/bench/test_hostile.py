"""What each hostile file costs: the time to refuse it, the memory of the process that reads it."""

import io
import time

import pytest
from openpyxl import load_workbook

from correspondents.spreadsheets.sandbox import attempt
from correspondents.spreadsheets.write import Column, Table, write_xlsx

from ..spreadsheets.hostile import FAULTS, MIB

MOST_SECONDS, MOST_MEMORY = 3, 150 * MIB  # the memory is over that of a child that reads little
MOST_TIMES = 3  # the bare reading of a long list
ROWS, COLUMNS = 20_000, 12


def timed(read, *given):
    """What `read` gives, and the seconds that it takes."""
    start = time.perf_counter()
    given = read(*given)
    return given, time.perf_counter() - start


@pytest.fixture
def little():
    """A child that reads three rows."""
    reading, seconds = timed(attempt, io.BytesIO(b"Pays;Nom\nMali;Un\nTogo;Deux\n"), "a.csv")
    print(f"\n{'three rows':28} {seconds:6.2f} s  {reading.peak / MIB:6.0f} MiB")
    return reading


def test_faults(little):
    for fault, (name, build, reason) in FAULTS.items():
        reading, seconds = timed(attempt, build(), name)

        print(f"{fault:28} {seconds:6.2f} s  {reading.peak / MIB:6.0f} MiB  {reading.refusal}")
        assert reason in str(reading.refusal)
        assert seconds < MOST_SECONDS, fault
        assert reading.peak < little.peak + MOST_MEMORY, fault


def bare(file):
    """What any reader of the file has to do."""
    book = load_workbook(file)
    return sum(cell.value is not None for sheet in book for row in sheet for cell in row)


def test_a_long_list_beside_its_bare_reading(little):
    columns = [
        Column(str(n), str(n), "", f"colonne {n}, ligne {{}}".format) for n in range(COLUMNS)
    ]
    with write_xlsx(Table("Liste", columns, range(ROWS))) as file:
        _, least = timed(bare, file)
        reading, seconds = timed(attempt, file, "liste.xlsx")

    print(
        f"{'a long list':28} {seconds:6.2f} s  {reading.peak / MIB:6.0f} MiB  "
        f"{seconds / least:.1f}x its bare reading"
    )
    assert len(reading.sheets[0].rows) == ROWS + 1
    assert seconds < MOST_TIMES * least
