"""Whom to write to in France: bodies by region, never a person, never an invented address."""

import csv

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from correspondents.models import Country, FrenchContact, FrenchRegion
from correspondents.reference.load import FOLDER, ReferenceLoader

OVERSEAS = "GP MQ GF RE YT PM BL MF WF PF NC TF".split()
METROPOLITAN = "11 24 27 28 32 44 52 53 75 76 84 93 94".split()


@pytest.fixture
def brittany(db):
    return FrenchRegion.objects.get(pk="53")


def contact(region, **values):
    values = {"kind": "network", "name": "Réseau inventé", **values}
    return FrenchContact.objects.create(region=region, **values)


def page(client, query=""):
    response = client.get(f"/en-france/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_regions_are_the_18_and_the_overseas_collectivities(db):
    assert FrenchRegion.objects.count() == 18 + 7
    linked = FrenchRegion.objects.filter(country__isnull=False)
    assert set(linked.values_list("country_id", flat=True)) == set(OVERSEAS)
    french = Country.objects.filter(is_french=True).exclude(pk="FR")
    assert set(french.values_list("pk", flat=True)) == set(OVERSEAS)


def test_every_region_has_somebody_to_turn_to(db):
    assert not FrenchRegion.objects.filter(contacts__isnull=True).exists()


def test_each_region_has_the_kinds_that_are_known(db):
    def regions(kind):
        return set(FrenchContact.objects.filter(kind=kind).values_list("region_id", flat=True))

    assert regions("prefecture") == set(FrenchRegion.objects.values_list("pk", flat=True))
    assert set(METROPOLITAN) - regions("diplomatic_adviser") == {"94"}
    assert regions("ambassador") == {"01", "02", "03", "04", "06", "986", "987", "988"}
    assert regions("network") <= set(METROPOLITAN)


def test_the_reference_holds_no_mailbox_and_no_phone():
    with (FOLDER / "french_contacts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert not [row for row in rows if row["mailbox"] or row["phone"]]
    assert all(row["website"].startswith("https://") for row in rows if row["website"])


def test_without_a_region_the_whole_list_is_shown(client, db):
    text = page(client)

    for region in FrenchRegion.objects.all():
        assert f'id="region-{region.code}"' in text


def test_a_region_shows_its_own_contacts_only(client, db):
    text = page(client, "?region=53")

    assert "Réseau Bretagne Solidaire" in text
    assert '<option value="53" selected>' in text
    assert "Gescod" not in text


@pytest.mark.parametrize("code", ["zut", "999", "²", "53'", "a" * 5000, ""])
def test_an_unknown_region_shows_the_whole_list(client, db, code):
    assert "Gescod" in page(client, f"?region={code}")


def test_the_page_remembers_nothing(client, db):
    response = client.get("/en-france/?region=53")

    assert not response.cookies
    assert not client.session.keys()


def test_regions_are_in_french_order(client, db):
    names = list(FrenchRegion.objects.values_list("name", flat=True))

    assert names.index("Île-de-France") < names.index("La Réunion")


def test_a_contact_without_any_address_sends_to_the_desk(client, brittany):
    FrenchContact.objects.filter(region=brittany).delete()
    contact(brittany)

    text = page(client, "?region=53")

    assert "Coordonnées à compléter par la délégation" in text
    assert "mailto:outre-mer@delegation.example" in text


def test_a_contact_with_an_address_shows_it(client, brittany):
    FrenchContact.objects.filter(region=brittany).delete()
    contact(brittany, mailbox="reseau@bretagne.example", verified_on="2026-03-05")

    text = page(client, "?region=53")

    assert "mailto:reseau@bretagne.example" in text
    assert "Vérifié le 5 mars 2026" in text
    assert "à compléter" not in text


def test_what_is_not_public_is_nowhere(client, db):
    contact(FrenchRegion.objects.get(pk="01"), name="Réseau caché", is_public=False)

    assert "Réseau caché" not in page(client)
    assert "Réseau caché" not in client.get("/pays/gp/").content.decode()


def test_the_page_of_an_overseas_territory_shows_its_own_contacts(client, db):
    text = client.get("/pays/gp/").content.decode()

    assert "zone Antilles-Guyane" in text
    assert "Préfecture de la région Guadeloupe" in text
    assert "Martinique</strong>" not in text


@pytest.mark.parametrize("address", ["/pays/sn/", "/pays/tw/", "/pays/fr/", "/pays/gp/"])
def test_every_country_leads_to_the_list_in_france(client, db, address):
    text = client.get(address).content.decode()

    assert '<a href="/en-france/">De l’aide dans votre région</a>' in text
    assert '<a href="/avant-de-signer/">' in text


def test_loading_keeps_what_staff_edited_and_takes_what_the_file_changed(tmp_path, brittany):
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    network = FrenchContact.objects.get(region=brittany, kind="network")
    network.mailbox = "reseau@bretagne.example"
    network.save()
    FrenchContact.objects.get(region="84", kind="network").delete()
    path = tmp_path / "french_contacts.csv"
    text = path.read_text(encoding="utf-8")
    old = "Réseau Bretagne Solidaire,,,https://www.bretagne-solidaire.bzh/"
    new = "Réseau Bretagne Solidaire,autre@bretagne.example,,https://nouveau.example/"
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    ReferenceLoader(tmp_path).load()

    network.refresh_from_db()
    assert network.mailbox == "reseau@bretagne.example"
    assert network.website == "https://nouveau.example/"
    assert not FrenchContact.objects.filter(region="84", kind="network").exists()


def test_a_contact_is_not_written_twice_in_a_region(brittany):
    contact(brittany)
    again = FrenchContact(region=brittany, kind="network", name="Réseau inventé")

    with pytest.raises(ValidationError, match="existe déjà dans cette région"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_the_delegation_keeps_the_contacts(delegation_client, brittany):
    saved = delegation_client.post(
        "/admin/correspondents/frenchcontact/add/",
        {
            "kind": "prefecture",
            "region": "53",
            "name": "Préfecture inventée",
            "mailbox": "sgar@prefecture.example",
            "is_public": "on",
        },
    )

    assert saved.status_code == 302
    assert "sgar@prefecture.example" in page(delegation_client, "?region=53")
