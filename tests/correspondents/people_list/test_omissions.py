"""« Importer sans cette cellule »: the row comes in, the cell is told and kept."""

import pytest

from correspondents.imports.apply import apply
from correspondents.imports.report import report
from correspondents.models import Correspondent

from ..imports.test_screens import address, upload
from .test_layouts import plan_of, sheet

pytestmark = pytest.mark.django_db

HEADINGS = ["Pays", "Nom", "Prénom", "Mél", "Rang", "Boîte fonctionnelle"]
CUT = "mary fictive@diplomatie.example"


def planned(email=CUT, rank=None, mailbox=None, name="FICTIVE", choices=None):
    row = ["Mali", name, "Mary", email, rank, mailbox]
    return plan_of(sheet(HEADINGS, row), choices=choices or {})


def row_of(plan):
    return report(plan)["rows"][0]


def keys(plan):
    return [question["key"] for question in row_of(plan).get("questions", [])]


@pytest.mark.slow
def test_a_bad_address_is_left_out_by_a_person_and_kept():
    assert keys(planned()) == ["omit:Liste!D2"]

    plan = planned(choices={"omit:Liste!D2": "without"})
    apply(plan)

    row = row_of(plan)
    assert (row["outcome"], row["other"]) == ("new", {"Mél": CUT})
    assert row["messages"] == [
        f"D2 : « {CUT} » est laissé de côté, comme vous l’avez choisi ; gardé dans les autres "
        "données."
    ]
    person = Correspondent.objects.get()
    assert (person.full_name, person.email, person.other_data) == ("Mary FICTIVE", "", {"Mél": CUT})


def test_each_bad_cell_has_its_button():
    assert keys(planned(rank="premier", mailbox="scac")) == [
        "omit:Liste!D2",
        "omit:Liste!F2",
        "omit:Liste!E2",
    ]

    plan = planned(rank="premier", choices={"omit:Liste!D2": "without"})

    assert row_of(plan)["outcome"] == "rejected"
    assert set(keys(plan)) == {"omit:Liste!D2", "omit:Liste!E2"}


def test_a_row_without_a_name_has_no_button():
    assert keys(planned(name=None)) == []


def test_a_row_left_without_anything_to_bring_may_take_its_cell_back():
    book = sheet(["Pays", "Mél"], ["Mali", CUT])

    plan = plan_of(book, choices={"omit:Liste!B2": "without"})

    assert (row_of(plan)["outcome"], keys(plan)) == ("ignored", ["omit:Liste!B2"])


@pytest.mark.slow
def test_the_button_of_the_screen_brings_the_row_in_and_back(delegation_client):
    client = delegation_client
    row = ["Mali", "FICTIVE", "Mary", CUT]
    _, batch = upload(client, row, headings=["country", "last_name", "first_name", "email"])
    page = client.get(f"{address('change', batch)}?pile=rejected").content.decode()
    assert 'name="choice:omit:Liste!D2" value="without"' in page
    assert "Importer sans cette cellule (D2)" in page

    client.post(address("choix", batch), {"choice:omit:Liste!D2": "without"})

    batch.refresh_from_db()
    assert batch.totals["new"] == 1
    page = client.get(f"{address('change', batch)}?pile=new").content.decode()
    assert "Reprendre cette cellule (D2)" in page
    assert 'type="radio"' not in page
    client.post(address("choix", batch), {"choice:omit:Liste!D2": "with"})
    batch.refresh_from_db()
    assert batch.totals["rejected"] == 1
