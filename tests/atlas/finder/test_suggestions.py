"""Known places for a new foreign authority: real towns, in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atlas.finder.suggestions import authorities_like, places_like
from atlas.models import ForeignAuthority

from ...factories import ForeignAuthorityFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/atlas/foreignauthority/add/"


@pytest.mark.parametrize(
    ("country", "name", "found"),
    [
        ("SN", "Saint Louis", "Saint-Louis"),
        ("SN", "thies", "Thiès"),
        ("BF", "Ouaga", "Ouagadougou"),
        ("SN", "Ziguinchore", "Ziguinchor"),
        ("MA", "Fez", "Fes"),
    ],
)
def test_a_town_is_found_by_its_names_their_beginning_and_its_mistyped_name(country, name, found):
    places = places_like(country, name)

    assert found in [place.name for place in places]


def test_a_place_says_where_it_is_and_how_many_live_there():
    place = places_like("SN", "saint-louis")[0]

    assert place.name == "Saint-Louis"
    assert place.latitude == pytest.approx(16.02, abs=0.05)
    assert place.longitude == pytest.approx(-16.5, abs=0.05)
    assert place.population > 100_000


def test_only_places_of_the_country_are_offered():
    assert {place.country_id for place in places_like("US", "Saint-Louis")} == {"US"}


def test_an_unknown_name_is_answered_with_nothing():
    assert places_like("SN", "Xyzzyplugh") == []


def test_they_cost_one_query():
    with CaptureQueriesContext(connection) as queries:
        places_like("SN", "Saint-Louis")

    assert len(queries) == 1


def test_a_place_of_the_atlas_is_said_to_be_there():
    place = places_like("SN", "Saint-Louis")[0]
    known = ForeignAuthorityFactory(geonames_id=place.pk)

    assert places_like("SN", "Saint-Louis")[0].known == known.pk


def test_a_known_place_fills_the_form_without_javascript(delegation_client):
    listed = delegation_client.get(ADD, {"country": "SN", "q": "saint louis"})
    place, query = listed.context["suggestions"][0]

    form = delegation_client.get(f"{ADD}?{query}").context["adminform"].form

    shown = {name: form[name].value() for name in ("name", "country", "geonames_id", "latitude")}
    assert shown == {
        "name": "Saint-Louis",
        "country": "SN",
        "geonames_id": str(place.pk),
        "latitude": str(place.latitude),
    }
    assert f'href="?{query}"'.replace("&", "&amp;") in listed.content.decode()


def test_the_form_so_filled_is_saved(delegation_client):
    place = places_like("SN", "saint louis")[0]
    posted = {
        "name": place.name,
        "country": "SN",
        "level": "commune",
        "geonames_id": place.pk,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "names-TOTAL_FORMS": 0,
        "names-INITIAL_FORMS": 0,
    }

    response = delegation_client.post(ADD, posted)

    assert response.status_code == 302
    assert ForeignAuthority.objects.get(geonames_id=place.pk).name == "Saint-Louis"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"country": "SN", "q": "Xyzzyplugh"}, "Aucun lieu connu ne porte un nom proche"),
        ({"country": "ZZ", "q": "Dakar"}, "Sélectionnez un choix valide"),
        ({"country": "SN", "q": ""}, "Ce champ est obligatoire"),
        ({"country": "SN", "q": "a" * 500}, "au plus 200"),
    ],
)
def test_what_is_not_found_is_said(delegation_client, asked, told):
    response = delegation_client.get(ADD, asked)

    assert response.status_code == 200
    assert told in response.content.decode()


def test_a_place_that_is_known_leads_to_its_record(delegation_client):
    known = ForeignAuthorityFactory(geonames_id=places_like("SN", "Saint-Louis")[0].pk)

    response = delegation_client.get(ADD, {"country": "SN", "q": "Saint-Louis"})

    page = reverse("admin:atlas_foreignauthority_change", args=[known.pk])
    assert f'<a href="{page}">Saint-Louis (déjà dans l’Atlas, ' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Commune de Dakar", "Dakar"),
        ("Mairie de Thiès", "Thiès"),
        ("Région de Matam", "Matam"),
        ("Conseil départemental de Thiès", "Thiès"),
        ("Conseil municipal de la ville de Thiès", "Thiès"),
        ("Ville de Saint-Louis", "Saint-Louis"),
        ("Dakr", "Dakar"),
        ("Ziguinchr", "Ziguinchor"),
    ],
)
def test_words_of_a_type_and_slips_in_short_names_are_read(name, found):
    known = ForeignAuthorityFactory(name=f"Ville de {found}")

    assert found in [place.name for place in places_like("SN", name)]
    assert known in authorities_like(ForeignAuthority.objects.filter(country="SN"), name)


def called(name, other):
    authority = ForeignAuthorityFactory(name=name)
    authority.names.create(name=other)
    return authority


def test_a_name_without_a_latin_letter_is_offered_what_bears_it_alone():
    others = ForeignAuthority.objects.filter(country="SN")
    named = called("Invente", "كتاب")
    called("Feinte", "دفتر")

    assert places_like("SN", "كتاب") == []
    assert list(authorities_like(others, "كتاب")) == []
    assert list(ForeignAuthority.objects.called("كتاب", "SN")) == [named]
    assert list(ForeignAuthority.objects.called("قلم", "SN")) == []


def test_another_name_of_an_authority_is_read_too():
    known = called("Feinte", "Inventeville")

    assert known in authorities_like(ForeignAuthority.objects.all(), "Mairie d’Inventevile")
