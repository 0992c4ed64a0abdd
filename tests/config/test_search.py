"""The page of results: answers in groups, each with its kind, its country and who answers."""

import re

import pytest

from ..correspondents.at_post import signed_in
from ..factories import (
    CorrespondentFactory,
    ForeignAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def main_of(client, address, **query):
    page = client.get(address, query).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def titles(main):
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", main)


def test_answers_come_in_groups_in_the_order_of_their_best(client):
    main = main_of(client, "/recherche/", q="Valence")

    assert titles(main)[:2] == ["Collectivités françaises", "Villes et régions"]
    assert main.index("Drôme") < main.index("ville d’Espagne")


def test_the_first_link_is_the_best_answer(client):
    response = client.get("/recherche/", {"q": "Cologne"})
    main = main_of(client, "/recherche/", q="Cologne")

    first = re.search(r'<a[^>]*href="([^"]*)"', main)[1]
    assert first == response.context["result"].hits[0].url == "/pays/de/"


def test_an_answer_says_who_answers_there(client):
    main = main_of(client, "/recherche/", q="Valence")

    assert re.search(r'Répond : <a href="/postes/madrid/">Ambassade de France en Espagne</a>', main)


def test_a_partner_place_and_its_country_are_one_answer(client):
    place = ForeignAuthorityFactory(name="Saint-Louis", country_id="SN")
    PartnershipFactory(partner=place)

    main = main_of(client, "/recherche/", q="Saint-Louis")

    assert main.count("Sénégal, ses partenariats") == 1
    assert "ville du Sénégal" not in main
    assert f'href="{place.get_absolute_url()}"' in main
    assert 'href="/pays/sn/"' in main


def test_a_town_overseas_is_its_commune(client):
    main = main_of(client, "/recherche/", q="Saint-Louis")

    assert "commune, La Réunion" in main
    assert "/pays/re/" not in main


def test_a_partner_place_is_suggested_once(client):
    place = ForeignAuthorityFactory(name="Saint-Louis", country_id="SN")
    PartnershipFactory(partner=place)

    rows = client.get("/recherche/suggestions/", {"q": "saint-louis"}).json()["suggestions"]

    assert rows[0]["url"] == place.get_absolute_url()
    assert "ville du Sénégal" not in [row["detail"] for row in rows]


def test_a_person_has_a_group(client, dakar):
    CorrespondentFactory(last_name="Imaginaire")

    assert titles(main_of(client, "/recherche/", q="Imaginaire"))[0] == "Personnes"


@pytest.mark.parametrize(
    ("text", "label", "name", "rule"),
    [
        ("Gambie", "Gambie", "Gambie", "4. pays ou territoire"),
        ("Exeter", "Exeter", "Exeter", "6. lieu de ce nom"),
        ("Cologne", "Cologne (Köln)", "Cologne", "6. lieu de ce nom"),
        ("220100010", "Ain", "Ain", "3. code"),
        ("Ziguinchorr", "Ziguinchor", "Ziguinchor", "8. orthographe proche"),
    ],
)
def test_the_delegation_reads_why(delegation_client, text, label, name, rule):
    response = delegation_client.get("/recherche/", {"q": text, "pourquoi": "1"})

    first = response.context["reasons"][0]
    assert (first.label, first.name, first.rule) == (label, name, rule)
    assert "Pourquoi cette réponse" in response.content.decode()


def test_nobody_else_reads_why(client, dakar):
    for visitor in (client, signed_in(UserFactory(post=dakar))):
        assert visitor.get("/recherche/?q=Gambie&pourquoi=1").status_code == 302
        assert "Pourquoi" not in visitor.get("/recherche/?q=Congo&pourquoi=1").content.decode()


def test_suggestions_of_places_ask_nothing_more_for_each_country(
    client, db, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        response = client.get("/recherche/suggestions/?q=gam")

    assert len(response.json()["suggestions"]) > 3
