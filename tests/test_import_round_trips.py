"""Our own export of people comes back without a change or a question."""

import io
from datetime import date

import pytest

from correspondents.directory.exports import PRESETS
from correspondents.imports.sheet import lay_out
from correspondents.models import Correspondent
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.write import write_csv

from .factories import CorrespondentFactory
from .random_lists import PEOPLE

pytestmark = pytest.mark.django_db
NAMES = [
    *(("Inès", "Fictif"), ("Jean-Noël", "de La Fiction"), ("M’Bala", "d’Exemple"), ("", "MODÈLE")),
    *(("Anne Marie", "Ben Factice"), ("Ø", "X"), ("Zoé", "Le Brouillon")),
]


def outcomes(sample, table):
    """What becomes of the rows of a table, written as a file and read again."""
    sheets = read(io.BytesIO(b"".join(write_csv(table))), "liste.csv")
    listings = [lay_out(sheet, sample.kind.vocabulary) for sheet in sheets]
    kind = sample.kind
    plan = kind.plan("", date(2026, 9, 15), listings, sample.options, {}, lambda _: None)
    return [(str(row.outcome), row.messages, row.questions) for row in plan.rows]


def test_the_list_of_people_comes_back(db):
    for rank, (first_name, last_name) in enumerate(NAMES, 1):
        CorrespondentFactory(
            rank=rank, first_name=first_name, last_name=last_name, other_data={"N°": f"({rank})"}
        )
    table = PRESETS["internal"].table(Correspondent.objects.all(), [])

    assert outcomes(PEOPLE, table) == [("identical", [], [])] * len(NAMES)
