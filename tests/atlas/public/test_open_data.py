"""The Atlas as open data: as its public pages, and no longer than they."""

import json

import pytest

from atlas.models import Partnership
from atlas.public.columns import COLUMNS
from atlas.public.opendata import HELD, PARTNERSHIPS
from correspondents.models import Withdrawal

from ...factories import PartnershipFactory
from ...opendata import body, csv_rows, everything, json_rows, publish_all


@pytest.fixture
def partnership(db):
    return PartnershipFactory(lead__name="Villefeinte-du-Lac", partner__name="Ndimagine-du-Lac")


def test_a_row_says_what_the_exports_say(client, partnership):
    publish_all()
    export = json.loads(b"".join(client.get("/atlas/export.json").streaming_content))["rows"]

    (row,) = json_rows(client, "partenariats")

    (said,) = export
    assert {name: value or "" for name, value in row.items()} == {
        name: value or "" for name, value in said.items() if name != "iso2"
    }


@pytest.mark.slow
def test_a_sensitive_partnership_is_in_no_file(client, partnership):
    PartnershipFactory(lead__name="Villetue", partner__name="Lieutu", is_sensitive=True)

    publish_all()

    text = everything(client)
    assert "Ndimagine-du-Lac" in text
    assert "Villetue" not in text
    assert "Lieutu" not in text


@pytest.mark.slow
@pytest.mark.parametrize("status", Partnership.RESERVED)
def test_a_reserved_status_is_told_in_no_file(client, db, status):
    PartnershipFactory(
        status=status,
        status_reason="Motif caché",
        status_since="2024-03",
        status_source="Télégramme caché",
        notes="Note cachée",
    )

    publish_all()

    (row,) = json_rows(client, "partenariats")
    assert (row["status"], row["status_label"]) == (None, "à confirmer")
    assert "cach" not in everything(client)


@pytest.mark.slow
@pytest.mark.parametrize("leave", ["sensitive", "deleted"])
def test_a_partnership_that_leaves_is_at_once_in_no_edition(client, partnership, leave):
    PartnershipFactory(partner__name="Ndireste")
    past = publish_all()
    Partnership.objects.filter(pk=partnership.pk).update(context="Autre texte")
    publish_all()
    dated = past.get_absolute_url()
    before = json.loads(body(client, "datapackage.json", dated))["resources"][4]

    found = Partnership.objects.filter(pk=partnership.pk)
    found.delete() if leave == "deleted" else found.update(is_sensitive=True)

    for base in ("/donnees/", dated):
        text = everything(client, base)
        assert "Ndimagine-du-Lac" not in text
        assert "Ndireste" in text
    after = json.loads(body(client, "datapackage.json", dated))["resources"][4]
    assert after["rows"] == before["rows"] - 1
    assert after["bytes"] == len(body(client, "partenariats.csv", dated))
    assert after["hash"] != before["hash"]


@pytest.mark.slow
def test_the_next_publication_writes_past_editions_without_it_and_says_so(client, partnership):
    past = publish_all()
    Partnership.objects.filter(pk=partnership.pk).update(is_sensitive=True)

    assert publish_all() is None

    assert not Withdrawal.objects.exists()
    assert "Ndimagine-du-Lac" not in everything(client, past.get_absolute_url())
    page = client.get(past.get_absolute_url()).content.decode()
    assert "expurgée" in page
    assert "1 ligne retirée" in page


@pytest.mark.slow
def test_a_partnership_made_public_again_comes_with_the_next_edition_only(client, partnership):
    past = publish_all()
    Partnership.objects.filter(pk=partnership.pk).update(is_sensitive=True)
    publish_all()
    Partnership.objects.filter(pk=partnership.pk).update(is_sensitive=False)

    assert publish_all()

    assert [row["id"] for row in csv_rows(client, "partenariats")] == [str(partnership.pk)]
    assert csv_rows(client, "partenariats", past.get_absolute_url()) == []


def test_saving_a_partnership_withdraws_nothing(partnership):
    partnership.context = "Un puits."
    partnership.save()

    assert not Withdrawal.objects.exists()


def test_what_columns_hold_is_told_of_columns_that_exist():
    assert set(HELD) <= {column.name for column in COLUMNS}
    assert len(set(PARTNERSHIPS.names)) == len(PARTNERSHIPS.names)
