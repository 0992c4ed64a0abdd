"""The characters that nobody sees decide nothing."""

import io

import pytest
from openpyxl import Workbook

from correspondents.spreadsheets.characters import bare, readable, visible
from correspondents.spreadsheets.read import read

UNSEEN = ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u202a", "\u202d", "\u202e", "\u2066", "\u2069"]
JOINERS = ["\u200c", "\u200d", "\u200e", "\u200f"]


@pytest.mark.parametrize("character", UNSEEN)
@pytest.mark.parametrize("clean", [visible, bare, readable])
def test_what_is_never_seen_goes(clean, character):
    assert clean(f"{character}Ma{character}lé{character}") == "Malé"


@pytest.mark.parametrize("character", JOINERS)
def test_joiners_stay_in_a_free_text_and_in_no_name(character):
    text = f"می{character}خواهم"

    assert (visible(text), readable(text)) == (text, text)
    assert bare(text) == "میخواهم"


@pytest.mark.parametrize("text", ["Anaïs de l’Œuvre – « 12 000 € »", "family: 👨‍👩‍👧", "plain"])
def test_what_is_seen_stays(text):
    assert visible(text) == text


def test_a_cell_holds_no_unseen_character_in_any_of_its_texts():
    book = Workbook()
    book.active.append(["FIC\u00adTIVE\u200b", "\ufeff"])
    file = io.BytesIO()
    book.save(file)

    assert [[cell.value for cell in row] for row in read(file, "a.xlsx")[0].rows] == [["FICTIVE"]]
