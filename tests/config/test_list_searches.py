"""The searches of the lists read the same names as the finder."""

import pytest

from atlas.models import LocalAuthority, Partnership
from correspondents.models import Country, PlaceName, Post

from ..factories import (
    ApplicationFactory,
    CallFactory,
    CorrespondentFactory,
    DecisionFactory,
    ForeignAuthorityFactory,
    NewsItemFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


def found(client, address, text):
    return list(client.get(address, {"q": text}).context["object_list"])


@pytest.fixture
def rennes():
    return LocalAuthority.objects.get(siren="213502388")


def test_posts_are_found_by_a_country_that_they_serve(client):
    slugs = {post.slug for post in found(client, "/postes/", "Gambie")}

    assert slugs == {"dakar", "banjul"}


@pytest.mark.parametrize("text", ["Gambie", "GMB"])
def test_the_post_that_answers_comes_first(client, dakar, text):
    banjul = Post.objects.get(slug="banjul")
    people = [CorrespondentFactory(post=post) for post in (banjul, dakar)]

    assert [post.slug for post in found(client, "/postes/", text)] == ["dakar", "banjul"]
    assert found(client, "/correspondants/", text) == people[::-1]


@pytest.mark.parametrize("text", ["Ziguinchor", "SEN", "Casamance"])
def test_posts_are_found_by_a_code_a_town_or_a_region(client, text):
    assert "dakar" in {post.slug for post in found(client, "/postes/", text)}


def test_what_was_understood_is_told(client):
    page = client.get("/postes/", {"q": "Bavière"}).content.decode()

    assert "Compris comme : Bavière (Allemagne)" in page


def test_words_come_before_a_town_of_their_name(client, dakar):
    person = CorrespondentFactory(last_name="Ziguinchor")

    assert {c.pk for c in found(client, "/correspondants/", "Ziguinchor")} == {person.pk}


@pytest.mark.parametrize("text", ["Gambie", "Banjul", "GMB"])
def test_contacts_are_found_by_the_country_that_they_answer_for(client, dakar, text):
    person = CorrespondentFactory()

    assert person in found(client, "/correspondants/", text)


@pytest.mark.parametrize(
    "text",
    ["213502388", "213 502 388", "35238", "Ille-et-Vilaine", "Ille et Vilaine", "CD 35", "Rennes"],
)
def test_partnerships_are_found_by_their_authority_or_its_area(client, rennes, text):
    partnership = PartnershipFactory(lead=rennes)
    other = PartnershipFactory(lead=LocalAuthority.objects.get(insee="29019"))  # Brest

    rows = found(client, "/atlas/", text)

    assert partnership in rows
    assert other not in rows


def test_partnerships_are_found_by_another_name_of_the_town(client):
    town = PlaceName.objects.get(name="Bethléem", place__country="PS").place
    place = ForeignAuthorityFactory(
        name="Bayt Lahm", country=Country.objects.get(pk="PS"), geonames_id=town.pk
    )
    partnership = PartnershipFactory(partner=place)
    PartnershipFactory()

    assert found(client, "/atlas/", "Bethléem") == [partnership]
    assert Partnership.objects.count() > 1


def test_partnerships_are_found_by_another_name_of_the_country(client):
    myanmar = ForeignAuthorityFactory(country=Country.objects.get(pk="MM"))
    partnership = PartnershipFactory(partner=myanmar)
    PartnershipFactory()

    assert found(client, "/atlas/", "Birmanie") == [partnership]


@pytest.mark.slow
def test_an_area_is_counted_and_exported_as_it_is_listed(client, rennes):
    PartnershipFactory(lead=rennes)
    PartnershipFactory()

    page = client.get("/atlas/", {"q": "213502388"})
    file = client.get("/atlas/export.csv", {"q": "213502388"})

    assert page.context["paginator"].count == 1
    assert (
        b"".join(file.streaming_content if file.streaming else [file.content]).count(b"Rennes") >= 1
    )


@pytest.mark.parametrize("text", ["Ille-et-Vilaine", "213502388", "SEN"])
def test_projects_are_found_by_their_authority_or_country(client, rennes, text):
    senegal = Country.objects.get(pk="SN")
    project = ApplicationFactory(lead=rennes, countries=[senegal])
    DecisionFactory(application=project, closed=True).committee.announce()

    assert [row.application for row in found(client, "/projets/", text)] == [project]


def test_news_and_calls_are_found_by_the_country(client):
    senegal = Country.objects.get(pk="SN")
    news, call = NewsItemFactory(country=senegal), CallFactory()
    NewsItemFactory(country=Country.objects.get(pk="CA"))

    assert found(client, "/actualites/", "Ziguinchor") == [news]
    assert call in found(client, "/appels-a-projets/", "SEN")


@pytest.mark.parametrize("text", ["Crimée", "zzgrxw"])
def test_what_the_finder_does_not_know_is_not_widened(client, dakar, text):
    CorrespondentFactory()

    for address in ("/postes/", "/correspondants/", "/atlas/"):
        assert found(client, address, text) == []


def test_a_list_that_finds_nothing_leads_to_the_finder(client):
    page = client.get("/postes/", {"q": "zz & grxw"}).content.decode()

    assert 'href="/recherche/?q=zz%20%26%20grxw"' in page
