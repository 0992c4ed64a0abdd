"""The radar in public: the list, its filters and files, the territory's page."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from atlas.models import ForeignName, Partnership, PartnershipTheme, Theme
from correspondents.models import Country

from ...factories import (
    CoordinationNoteFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
)

RESERVED = {
    "status": "suspended",
    "status_reason": "Motif",
    "status_since": "2024",
    "status_source": "Poste",
}


@pytest.fixture
def shared(db):
    """Two authorities in Ndimagine, about water, one of them running."""
    place = ForeignAuthorityFactory(name="Ndimagine-Nord")
    rows = [
        PartnershipFactory(partner=place, lead__name=name, first_signed_year=year)
        for name, year in [("Villefeinte-Est", 1984), ("Villefeinte-Ouest", 2011)]
    ]
    for row in rows:
        PartnershipTheme.objects.create(partnership=row, theme=Theme.objects.get(code="eau"))
    return place


def listed(client, query=""):
    return [s.territory for s in client.get(f"/atlas/coordination/{query}").context["signals"]]


def test_the_list_tells_who_on_what_and_since_when(client, shared):
    page = client.get("/atlas/coordination/")

    assertContains(page, "1 territoire partagé")
    assertContains(page, "À Ndimagine-Nord même :")
    for told in ["Villefeinte-Est", "Villefeinte-Ouest", "Eau et assainissement", "Jumelage"]:
        assertContains(page, told)
    assertContains(page, "de 1984 à 2011")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?pays=sn", True),
        ("?pays=ML", False),
        ("?q=ndimagine", True),
        ("?q=autre+nom", True),
        ("?q=sénégal+ndi", True),
        ("?q=tombouctou", False),
        ("?theme=environnement", True),
        ("?theme=gouvernance", False),
        ("?actifs=oui", False),
        ("?pays=zz", False),
    ],
)
def test_filters_narrow_the_list(client, shared, query, is_found):
    ForeignName.objects.create(authority=shared, name="Autre nom")

    assert listed(client, query) == ([shared] if is_found else [])


def test_the_zone_narrows_the_list(client, shared):
    mine, other = shared.country.zone_id, Country.objects.get(pk="PE").zone_id

    assert listed(client, f"?zone={mine}") == [shared]
    assert listed(client, f"?zone={other}") == []


def test_active_ones_are_those_that_the_public_reads_so(client, shared):
    Partnership.objects.update(status="running")
    assert listed(client, "?actifs=oui") == [shared]

    Partnership.objects.filter(lead__name="Villefeinte-Est").update(**RESERVED)

    assert listed(client, "?actifs=oui") == []
    page = client.get("/atlas/coordination/")
    assertContains(page, "Villefeinte-Est")
    assertNotContains(page, "uspendu")


def test_a_sensitive_partnership_makes_no_signal(client, shared):
    Partnership.objects.filter(lead__name="Villefeinte-Est").update(is_sensitive=True)

    assert listed(client) == []


@pytest.mark.slow
def test_the_file_has_every_page_and_every_name(client, shared):
    for number in range(30):
        place = ForeignAuthorityFactory(name=f"Kimagine-{number}")
        for _ in range(10 if number == 0 else 2):
            PartnershipFactory(partner=place)

    response = client.get("/atlas/coordination/export.csv")

    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 31
    assert rows[0]["Territoire"] == "Kimagine-0"
    assert rows[0]["Au territoire même"].count(";") == 9
    (mine,) = [row for row in rows if row["Territoire"] == "Ndimagine-Nord"]
    assert (mine["Collectivités"], mine["Première année"], mine["Dernière année"]) == (
        *("2", "1984", "2011"),
    )
    assert len(listed(client)) == 25
    assert len(listed(client, "?page=2")) == 6


def test_the_file_follows_the_filters_and_refuses_wrong_ones(client, shared):
    empty = client.get("/atlas/coordination/export.csv?pays=ml").getvalue().decode()
    refused = client.get("/atlas/coordination/export.csv?pays=zz")

    assert len(empty.splitlines()) == 1
    assert (refused.status_code, client.get("/atlas/coordination/export.zip").status_code) == (
        *(400, 404),
    )


def test_the_territory_says_who_works_there_and_around(client, shared):
    region = ForeignAuthorityFactory(name="Kimagine", level="region")
    shared.parent = region
    shared.save()
    PartnershipFactory(partner=region, lead__name="Voisinefeinte")

    commune = client.get(shared.get_absolute_url())
    above = client.get(region.get_absolute_url())

    assertContains(commune, "À Ndimagine-Nord même :")
    assertContains(commune, "Dans la région de Kimagine, sans travailler ici :")
    assertContains(above, "Avec la région elle-même :")
    assertContains(above, "Ailleurs dans la région de Kimagine :")


def test_a_territory_of_one_authority_has_no_section_of_the_radar(client, db):
    alone = PartnershipFactory()

    assertNotContains(client.get(alone.partner.get_absolute_url()), "Qui d’autre y travaille")


def test_only_a_published_note_is_read_and_never_its_author(client, shared, delegation):
    note = CoordinationNoteFactory(territory=shared, text="Mission à trois.")
    assertNotContains(client.get(shared.get_absolute_url()), "Mission à trois")

    note.publish(by=delegation)

    page = client.get(shared.get_absolute_url())
    assertContains(page, "Mission à trois.")
    assertNotContains(page, "Madeleine")


@pytest.mark.slow
def test_the_queries_do_not_grow_with_the_territories(client, shared):
    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    ForeignAuthorityFactory(parent=shared)  # a level more is a query more, a row is not
    addresses = ["/atlas/coordination/?pays=sn", shared.get_absolute_url()]
    one = [cost(address) for address in addresses]
    for _ in range(4):
        PartnershipFactory(partner=shared)
        place = ForeignAuthorityFactory(parent=shared)
        for _ in range(2):
            PartnershipFactory(partner=place, lead=LocalAuthorityFactory())

    assert [cost(address) for address in addresses] == one
