"""The inventory as a list, and the same rows as a file."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from atlas.models import FrenchMember, LocalAuthority, Partnership, PartnershipTheme, Theme
from correspondents.models import Country

from ...factories import ForeignAuthorityFactory, LocalAuthorityFactory, PartnershipFactory

SECRETS = {
    "status": Partnership.Status.SUSPENDED,
    "status_reason": "Motif gardé secret",
    "status_since": "2024",
    "status_source": "Source gardée secrète",
    "notes": "Note gardée secrète",
    "other_data": {"Remarque": "Donnée gardée secrète"},
}


@pytest.fixture
def partnership(db):
    return PartnershipFactory(
        lead__name="Villefeinte", partner__name="Ndimagine", first_signed_year=1984
    )


def found(client, query):
    """The numbers of the partnerships that the query finds, on screen."""
    return [row.pk for row in client.get(f"/atlas/?{query}").context["object_list"]]


def export(client, extension, query=""):
    response = client.get(f"/atlas/export.{extension}?{query}")
    return b"".join(response).decode("utf-8-sig")


@pytest.mark.parametrize(
    "query",
    [
        *("q=villef", "q=ndimagine", "q=Sénégal ndim", "pays=sn", "theme=environnement"),
        *("theme=eau-potable", "nature=twinning", "etat=a-confirmer"),
        *("region=region-53", "departement=departement-35"),
        *("annee=1980-1989", "pays=SN&annee=1980-1989"),
    ],
)
def test_a_filter_keeps_what_answers_it(client, partnership, query):
    PartnershipTheme.objects.create(
        partnership=partnership, theme=Theme.objects.get(code="eau-potable")
    )
    mali = ForeignAuthorityFactory(name="Autrelieu", country=Country.objects.get(pk="ML"))
    elsewhere = LocalAuthorityFactory(
        name="Autrefeinte",
        department=LocalAuthority.objects.get(local_code="departement-01"),
        region=LocalAuthority.objects.get(local_code="region-84"),
    )
    PartnershipFactory(lead=elsewhere, partner=mali, kind="agreement", status="running")

    assert found(client, query) == [partnership.pk]


def test_a_member_counts_as_much_as_the_lead(client, partnership):
    member = LocalAuthorityFactory(
        name="Autrefeinte", region=LocalAuthority.objects.get(local_code="region-84")
    )
    FrenchMember.objects.create(partnership=partnership, authority=member)

    assert found(client, "region=region-84") == [partnership.pk]
    assert found(client, "q=autrefeinte") == [partnership.pk]


def test_an_authority_is_asked_for_by_its_code_or_its_siren(client, partnership):
    member = LocalAuthorityFactory(siren="999999998")
    FrenchMember.objects.create(partnership=partnership, authority=member)
    PartnershipFactory()

    assert found(client, f"collectivite={partnership.lead.local_code}") == [partnership.pk]
    assert found(client, "collectivite=999 999 998") == [partnership.pk]


def test_an_unknown_authority_is_said_beside_its_field(client, partnership):
    page = client.get("/atlas/?collectivite=123456789")

    assertContains(page, "Aucune collectivité n’a le SIREN ou le code « 123456789 »")
    assert list(page.context["object_list"]) == []


def test_the_form_keeps_the_country_in_any_case(client, partnership):
    assertContains(client.get("/atlas/?pays=sn"), '<option value="SN" selected>')


def test_an_unknown_year_and_an_unknown_kind_can_be_asked_for(client, partnership):
    other = PartnershipFactory(kind="")

    assert found(client, "annee=inconnue") == [other.pk]
    assert found(client, "nature=a-preciser") == [other.pk]


def test_two_partnerships_without_a_difference_keep_their_order(client, partnership):
    sides = {"lead": partnership.lead, "partner": partnership.partner}
    others = [PartnershipFactory(kind="one_off", **sides) for _ in range(30)]

    pages = found(client, "") + found(client, "page=2")

    assert pages == [partnership.pk, *(other.pk for other in others)]


@pytest.mark.parametrize(
    "query",
    [
        "q=(",
        "q=[a",
        "q=%00",
        "q=.*",
        "pays=zz",
        "page=999",
        "collectivite=%00",
        "pays=%00",
        "region=%00",
        "annee=1",
    ],
)
def test_a_strange_query_is_answered(client, partnership, query):
    assert client.get(f"/atlas/?{query}").status_code in (200, 400, 404)


@pytest.mark.slow
def test_a_reserved_status_is_neither_shown_nor_filtered_nor_exported(client, partnership):
    Partnership.objects.filter(pk=partnership.pk).update(**SECRETS)

    assertNotContains(client.get("/atlas/?q=ndimagine"), "état : suspendu")
    assert found(client, "etat=suspended") == []
    assert found(client, "etat=a-confirmer") == [partnership.pk]
    for extension in ["csv", "json", "geojson"]:
        text = export(client, extension)
        assert "Ndimagine" in text
        assert "secr" not in text
        assert "suspend" not in text


@pytest.mark.parametrize("extension", ["csv", "json", "geojson"])
def test_a_sensitive_partnership_is_in_no_file(client, partnership, extension):
    Partnership.objects.filter(pk=partnership.pk).update(is_sensitive=True)

    assert "Ndimagine" not in export(client, extension)
    assertNotContains(client.get("/atlas/"), "Ndimagine")


def test_the_file_holds_what_is_filtered_in_the_order_of_the_screen(client, db):
    for name in "CAB":
        PartnershipFactory(partner__name=f"Ndim {name}")
    PartnershipFactory(partner__country=Country.objects.get(pk="ML"))

    rows = json.loads(export(client, "json", "pays=sn"))["rows"]

    assert [row["partner"] for row in rows] == ["Ndim A", "Ndim B", "Ndim C"]
    assert [row["id"] for row in rows] == found(client, "pays=sn")
    assert rows[0]["country"] == "SN"
    assert rows[0]["country_label"] == "Sénégal"


def test_the_map_has_longitude_first_and_loses_no_row(client, partnership):
    PartnershipFactory(partner__latitude=None, partner__longitude=None)

    features = json.loads(export(client, "geojson"))["features"]

    points = {feature["id"]: feature["geometry"] for feature in features}
    assert points.pop(partnership.pk) == {"type": "Point", "coordinates": [-17.4, 14.7]}
    assert list(points.values()) == [None]


def test_a_refused_value_is_said_in_the_place_of_the_file(client, db):
    response = client.get("/atlas/export.csv?pays=zz")

    assertContains(response, "valeur refusée", status_code=400)


def test_the_dots_of_the_map_count_the_partnerships(client, partnership):
    PartnershipFactory(partner=partnership.partner)

    assertContains(client.get("/atlas/carte/"), "Ndimagine : 2 partenariats")


@pytest.mark.slow
@pytest.mark.parametrize("tab", ["", "carte/", "chiffres/"])
@pytest.mark.parametrize("query", ["", "pays=sn&nature=twinning&q=ndim", "pays=zz"])
def test_the_page_costs_as_many_queries_whatever_its_rows(client, partnership, query, tab):
    client.get(f"/atlas/{tab}?{query}")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/atlas/{tab}?{query}")

    for n in range(3):
        other = PartnershipFactory(partner__name=f"Ndim {n}")
        FrenchMember.objects.create(partnership=other, authority=LocalAuthorityFactory())

    with CaptureQueriesContext(connection) as four:
        client.get(f"/atlas/{tab}?{query}")
    assert len(four) == len(one)
