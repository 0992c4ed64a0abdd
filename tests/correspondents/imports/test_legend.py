"""The colours of a sheet are told as its legend explains them: a note, never a decision."""

import pytest
from openpyxl.styles import Font, PatternFill

from ..people_list.test_layouts import rows_of, sheet

pytestmark = pytest.mark.django_db

HEADINGS = ["Pays", "Nom", "Prénom", "Mél"]
ANNE = ["Mali", "Fictive", "Anne", "anne@a.example"]
TOLD = "La cellule A5 est en rouge ; la légende dit « à confirmer »."


def painted(book, color, *addresses):
    for address in addresses:
        book.active[address].fill = PatternFill("solid", fgColor=color)
    return book


def listed(*legend):
    """A sheet whose headings are on row 4, under the texts of a legend."""
    above = [[text] for text in (*legend, *["."] * 3)][:3]
    return sheet(*above, HEADINGS, ANNE)


def test_a_color_is_told_as_the_legend_above_the_list_explains_it():
    row = rows_of(painted(listed("à confirmer"), "FF0000", "A1", "A5"))[0]

    assert (row["outcome"], row["messages"]) == ("new", [TOLD])


def test_a_legend_may_name_the_color():
    row = rows_of(painted(listed("Rouge = à confirmer"), "C00000", "A5"))[0]

    assert row["messages"] == [TOLD]


def test_a_legend_may_stand_beside_the_list_or_below_it():
    beside = sheet([*HEADINGS], [*ANNE, None, "départ prévu"])
    below = sheet(HEADINGS, ANNE, [None], ["départ prévu"])

    for book, place in ((beside, "F2"), (below, "A4")):
        row = rows_of(painted(book, "FFFF00", place, "B2", "C2"))[0]
        assert row["messages"] == [
            "Les cellules B2 et C2 sont en jaune ; la légende dit « départ prévu »."
        ]


def test_a_text_in_color_is_told():
    book = listed("à confirmer")
    for address in ("A1", "A5"):
        book.active[address].font = Font(color="00FF0000")

    assert rows_of(book)[0]["messages"] == [TOLD.replace("en rouge", "écrite en rouge")]


def test_a_color_that_nothing_explains_is_not_told():
    book = painted(listed("Liste des correspondants"), "0070C0", "A1", "A4", "A5")

    assert rows_of(book)[0]["messages"] == []


def test_the_red_of_a_vacancy_is_told_without_a_legend():
    book = sheet(HEADINGS, ["Mali", "VACANT"], ANNE)

    rows = rows_of(painted(book, "FF0000", "B2", "B3"))

    assert rows[0]["messages"] == ["B2 : en rouge, comme une place vacante."]
    assert not any("rouge" in message for message in rows[1]["messages"])
