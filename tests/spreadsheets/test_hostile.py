"""Hostile files through the whole reading: one French sentence, and the asker goes on."""

import io
import random
import re
from contextlib import closing

import pytest

from correspondents.spreadsheets.guard import check
from correspondents.spreadsheets.ods import write_ods
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.refusals import RefusedFile
from correspondents.spreadsheets.sandbox import attempt
from correspondents.spreadsheets.write import Column, Table, write_csv, write_json, write_xlsx

from .hostile import FAULTS, MIB

pytestmark = pytest.mark.slow

MOST_MEMORY = 150 * MIB
SENTENCE = re.compile(r"[A-ZÀ-Ý].*[^.]\.")
WRITERS = {"xlsx": write_xlsx, "ods": write_ods, "csv": write_csv, "json": write_json}


def written(extension):
    """A list of thirty people in that format."""
    columns = [
        Column("country", "Pays", "", lambda number: "Sénégal"),
        Column("email", "Courriel", "", "personne-{}@diplomatie.example".format),
    ]
    body = WRITERS[extension](Table("Liste", columns, range(30)))
    with closing(body):
        return b"".join(body)


def outcome(file, name):
    """What the child would do, without its start: « read », or the sentence of the refusal."""
    try:
        check(file, name)
        read(file, name)
    except RefusedFile as refused:
        return str(refused)
    return "read"


@pytest.fixture(scope="module")
def least():
    """The memory of a child that reads three rows."""
    return attempt(io.BytesIO(b"Pays;Nom\nGambie;Fictif\nMali;Autre\n"), "liste.csv").peak


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_in_little_memory(fault, least):
    name, build, reason = FAULTS[fault]

    reading = attempt(build(), name)

    assert reason in str(reading.refusal)
    assert SENTENCE.fullmatch(str(reading.refusal))
    assert reading.peak < least + MOST_MEMORY


def flipped(extension, times):
    """The same list, each time with another of its bits flipped."""
    content, chance = written(extension), random.Random(extension)
    for _ in range(times):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        yield io.BytesIO(bytes(damaged))


@pytest.mark.parametrize("extension", WRITERS)
def test_flipped_bits_are_read_or_refused_and_nothing_else(extension):
    said = {outcome(file, f"liste.{extension}") for file in flipped(extension, 60)}

    assert all(text == "read" or SENTENCE.fullmatch(text) for text in said)


@pytest.mark.parametrize("extension", WRITERS)
def test_the_child_says_the_same_of_flipped_bits(extension):
    for file in flipped(extension, 3):
        reading = attempt(file, f"liste.{extension}")

        assert str(reading.refusal or "read") == outcome(file, f"liste.{extension}")


@pytest.mark.parametrize("extension", WRITERS)
def test_a_cut_file_is_refused_or_read_by_the_child(extension):
    content = written(extension)

    reading = attempt(io.BytesIO(content[: len(content) // 2]), f"liste.{extension}")

    assert reading.sheets if extension == "csv" else "abîmé" in str(reading.refusal)
