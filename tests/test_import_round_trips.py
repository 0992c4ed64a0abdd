"""Our own exports come back without a change or a question."""

import io
from datetime import date

import pytest

from atlas.models import Partnership, Theme
from atlas.public.columns import COLUMNS as OF_PARTNERSHIPS
from correspondents.directory.exports import PRESETS
from correspondents.imports.sheet import lay_out
from correspondents.models import Correspondent
from correspondents.spreadsheets.read import read
from correspondents.spreadsheets.write import Table, write_csv
from projects.sheets.applications import COLUMNS as OF_DOSSIERS
from projects.sheets.applications import Dossier, for_sheet

from .factories import (
    ApplicationFactory,
    CallFactory,
    CorrespondentFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
)
from .random_lists import APPLICATIONS, CALL, PARTNERSHIPS, PEOPLE

pytestmark = pytest.mark.django_db
NAMES = [
    *(("Inès", "Fictif"), ("Jean-Noël", "de La Fiction"), ("M’Bala", "d’Exemple"), ("", "MODÈLE")),
    *(("Anne Marie", "Ben Factice"), ("Ø", "X"), ("Zoé", "Le Brouillon")),
]


def outcomes(sample, table):
    """What becomes of the rows of a table, or of the text of its file, once it is read again."""
    file = table.encode() if isinstance(table, str) else b"".join(write_csv(table))
    sheets = read(io.BytesIO(file), "liste.csv")
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


PARAGRAPHS = "Un texte  inventé.\n\nEn deux parties, dont « une » ; citée."


def test_the_inventory_comes_back(db):
    for number in range(3):
        partnership = PartnershipFactory(
            context=PARAGRAPHS, first_signed_year=1990 + number, started="2019-05", goals=[6, 11]
        )
        partnership.themes.add(Theme.objects.first())
    lone = PartnershipFactory(kind="", source="")
    PartnershipFactory(lead=lone.lead, kind="agreement")
    table = Table("Partenariats", OF_PARTNERSHIPS, Partnership.objects.with_sides())

    assert outcomes(PARTNERSHIPS, table) == [("identical", [], [])] * 5


def test_what_somebody_changed_in_the_inventory_is_read(db):
    PartnershipFactory(context=PARAGRAPHS)
    table = Table("Partenariats", OF_PARTNERSHIPS, Partnership.objects.with_sides())
    file = b"".join(write_csv(table)).decode()

    [(outcome, _, _)] = outcomes(PARTNERSHIPS, file.replace("En deux", "En trois"))
    assert outcome == "modified"


def test_the_dossiers_come_back(db):
    call = CallFactory(slug=CALL)
    for number in range(2):
        dossier = ApplicationFactory(
            call=call, summary=PARAGRAPHS, months=12 + number, monitoring=500, goals=[6]
        )
        dossier.themes.set(Theme.objects.all()[:2])
        dossier.other_authorities.add(LocalAuthorityFactory())
    ApplicationFactory(call=call, requested=None, lines=[], currency="XOF")
    table = Table("Dossiers", OF_DOSSIERS, map(Dossier, for_sheet(call.applications.all())))

    assert outcomes(APPLICATIONS, table) == [("identical", [], [])] * 3
