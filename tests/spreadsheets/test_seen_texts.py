"""What is read is what the person sees, whatever program wrote the file.

The writers are others' (openpyxl, xlwt, csv): none of ours judges what we read.
"""

import csv
import io

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from correspondents.spreadsheets.read import read

from ..hypothesis_profiles import examples

UNSEEN = ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u202a", "\u202e", "\u2066", "\u2069"]
WORDS = [
    "Côte d’Ivoire",
    "Łódź",
    "محمد",
    "نمی\u200cخواهم",
    "👨\u200d👩\u200d👧",
    "Ø",
    "東京",
    "Œuvrard",
]
FRENCH = ["Côte d’Ivoire", "Renée", "chargée de mission", "à l’État", "Œuvrard", "100 €", "n° 4"]


@st.composite
def texts(draw, words):
    """(a text with characters that nobody sees, the same as it is seen)."""
    parts = draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    hidden = [draw(st.sampled_from(["", *UNSEEN])) for _ in parts]
    seen = " ".join(parts)
    return " ".join(f"{part}{mark}" for part, mark in zip(parts, hidden, strict=True)), seen


def xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return "liste.xlsx", file


def xls(rows):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Liste")
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write(place, column, text)
    file = io.BytesIO()
    book.save(file)
    return "liste.xls", file


def csv_in(encoding, delimiter=";", name="liste.csv"):
    def write(rows):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return name, io.BytesIO(text.getvalue().encode(encoding))

    return write


UNICODE = [xlsx, xls, csv_in("utf-8"), csv_in("utf-8-sig"), csv_in("utf-16", "\t", "liste.txt")]
OF_AN_AGE = [csv_in("cp1252"), csv_in("mac_roman")]
HEADER = [["Pays", "Prénom", "Remarque à l’État"], ["Togo", "Benoît", "Déjà vue à l’été"]]


def seen_by(writer, rows):
    name, file = writer(rows)
    file.seek(0)
    [sheet] = read(file, name)
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("writer", UNICODE)
@examples(25)
@given(pairs=st.lists(texts(WORDS), min_size=1, max_size=4))
def test_a_text_is_read_as_it_is_seen(writer, pairs):
    rows = seen_by(writer, [*HEADER, [written for written, _ in pairs]])

    assert rows[2] == [seen for _, seen in pairs]


@pytest.mark.parametrize("writer", OF_AN_AGE)
@examples(25)
@given(words=st.lists(st.sampled_from(FRENCH), min_size=1, max_size=4))
def test_a_french_text_is_read_in_the_encodings_of_spreadsheets(writer, words):
    assert seen_by(writer, [*HEADER, words])[2] == words
