"""The finder learns the communes of France and the places of the partners."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.models import ForeignName, LocalAuthority
from config.pages.search import find_everywhere

from ...factories import CorrespondentFactory, ForeignAuthorityFactory, PartnershipFactory


def answers(client, text):
    """Where the finder leads: an address, or the names that it offers."""
    response = client.get("/recherche/", {"q": text})
    if response.status_code == 302:
        return response.url
    return [hit.label for hit in response.context["result"].hits]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Rennes", "/atlas/collectivites/213502388/"),
        ("mairie de Rennes", "/atlas/collectivites/213502388/"),
        ("RENNES METROPOLE", "/atlas/collectivites/243500139/"),
        ("Ille et Vilaine", "/atlas/collectivites/223500018/"),
        ("Nouméa", "/atlas/collectivites/commune-98818/"),
    ],
)
def test_a_french_authority_is_found_by_its_own_name(client, db, text, address):
    assert answers(client, text) == address


def test_a_former_commune_leads_to_what_it_has_become(client, db):
    arboys = LocalAuthority.objects.get(name="Arboys en Bugey")

    assert answers(client, "Arbignieu") == f"{arboys.get_absolute_url()}?cherche=Arbignieu"


def test_communes_of_one_name_are_all_offered(client, db):
    labels = answers(client, "Saint-Aubin")

    assert labels.count("Saint-Aubin") > 2


def test_a_french_commune_is_never_taken_for_its_namesake_abroad(client, db):
    address = answers(client, "Cordes-sur-Ciel")
    labels = answers(client, "Valence")

    assert address == LocalAuthority.objects.get(name="Cordes-sur-Ciel").get_absolute_url()
    assert labels[0] == "Valence"
    assert any("Espagne" in hit.detail for hit in find_everywhere("Valence").hits)


@pytest.mark.parametrize(
    ("text", "address"),
    [("Gambie", "/pays/gm/"), ("Suisse", "/pays/ch/"), ("Dakar", "/postes/dakar/")],
)
def test_what_the_network_knows_is_answered_as_ever(client, db, text, address):
    assert answers(client, text) == address


def test_the_city_of_a_post_comes_before_the_french_commune(client, db):
    labels = answers(client, "Vienne")

    assert labels[0] == "Ambassade de France en Autriche"
    assert labels.count("Vienne") >= 2


def test_a_partner_leads_to_its_territory(client, db):
    place = ForeignAuthorityFactory(name="Ndimagine-sur-Mer")
    PartnershipFactory(partner=place)

    assert answers(client, "ndimagine sur mer") == place.get_absolute_url()


def test_a_partner_is_found_by_its_other_names(client, db):
    place = ForeignAuthorityFactory(name="Ndimagine-sur-Mer")
    ForeignName.objects.create(authority=place, name="Dimagine")
    PartnershipFactory(partner=place)

    assert answers(client, "Dimagine") == f"{place.get_absolute_url()}?cherche=Dimagine"


def test_a_sensitive_partnership_leads_nowhere(client, db):
    place = ForeignAuthorityFactory(name="Ndimagine-sur-Mer")
    PartnershipFactory(partner=place, is_sensitive=True)

    assert answers(client, "Ndimagine-sur-Mer") != place.get_absolute_url()


def test_a_mistyped_commune_is_offered(client, db):
    labels = answers(client, "Montbelliard")

    assert "Montbéliard" in labels


def test_a_slip_in_a_whole_name_comes_before_the_places_among_its_words(client, db):
    assert answers(client, "Chausée Saint Victor") == ["La Chaussée-Saint-Victor"]


def test_a_code_that_is_a_postal_code_too_offers_both(client, db):
    labels = answers(client, "69001")

    assert labels == ["Lyon", "Affoux"]


def test_communes_are_suggested_beside_countries(client, db):
    rows = client.get("/recherche/suggestions/", {"q": "renne"}).json()["suggestions"]

    assert ("Rennes", "commune, Ille-et-Vilaine") in {(r["label"], r["detail"]) for r in rows}


def test_suggestions_stay_eight(client, db):
    rows = client.get("/recherche/suggestions/", {"q": "sai"}).json()["suggestions"]

    assert len(rows) == 8


def test_a_long_text_costs_no_more_than_a_name(client, db):
    def cost(text):
        client.get("/recherche/", {"q": text})
        with CaptureQueriesContext(connection) as captured:
            client.get("/recherche/", {"q": text})
        return len(captured)

    assert cost("mairie de la ville et de la commune de Rennes en France") == cost("Rennes")


def test_former_communes_are_offered_at_a_constant_cost(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        former = LocalAuthority.objects.replaced().with_parents()[:20]
        assert all(authority.current.kind_and_place for authority in former)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Isle Adam", "L'Isle-Adam"),
        ("35000", "Rennes"),
        ("243500139", "Rennes Métropole"),
        ("communauté de communes Faucigny Glières", "CC Faucigny - Glières"),
        ("communauté d’agglomération du Puy en Velay", "CA du Puy-en-Velay"),
        ("Châlons-sur-Marne", "Châlons-en-Champagne"),
        ("Havre", "Le Havre"),
        ("Puy en Velay", "Le Puy-en-Velay"),
        ("Hay les Roses", "L'Haÿ-les-Roses"),
        ("220100010", "Ain"),
        ("220 100 010", "Ain"),
        ("220 100 010 00012", "Ain"),
        ("2A004", "Ajaccio"),
        ("35", "Ille-et-Vilaine"),
        ("2A", "Corse"),
        ("CD 35", "Ille-et-Vilaine"),
        ("conseil départemental du Finistère", "Finistère"),
        ("conseil régional de Bretagne", "Bretagne"),
        ("PACA", "Provence-Alpes-Côte d'Azur"),
        ("Grand Lyon", "Métropole de Lyon"),
        ("Alsace", "Collectivité européenne d’Alsace"),
    ],
)
def test_an_authority_is_found_as_people_write_it(client, db, text, name):
    address = answers(client, text)

    assert isinstance(address, str), address
    assert LocalAuthority.objects.existing().coded(address.split("/")[-2]).get().name == name


@pytest.mark.parametrize("text", ["Cologne", "Venise", "Bologne"])
def test_a_big_foreign_town_is_not_hidden_by_a_small_french_one(db, text):
    result = find_everywhere(text)

    assert result.sure is None
    assert [hit.kind for hit in result.hits] == ["place", "authority"]


def test_namesakes_come_by_size_the_french_ones_nearer(db):
    hits = find_everywhere("Saint-Louis").hits

    details = [hit.detail for hit in hits]
    assert details[0] == "commune, La Réunion"
    assert details.index("commune, Moselle") > next(
        n for n, detail in enumerate(details) if "Sénégal" in detail
    )


def test_a_town_called_by_its_first_word_is_offered(db):
    assert find_everywhere("Bobo").hits[0].label == "Bobo-Dioulasso"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("tombou", "Tombouctou"),
        ("hambou", "Hambourg"),
        ("anver", "Anvers (Antwerp)"),
        ("cologne", "Cologne (Köln)"),
        ("ren", "Rennes"),
        ("sén", "Sénégal"),
        ("baviè", "Bavière"),
        ("barcelone", "Barcelone"),
    ],
)
def test_the_first_suggestion_is_what_the_visitor_means(client, db, text, label):
    rows = client.get("/recherche/suggestions/", {"q": text}).json()["suggestions"]

    assert rows[0]["label"].startswith(label)


def test_people_are_suggested_unless_their_name_is_internal(client, db, dakar):
    CorrespondentFactory(first_name="Garance", last_name="Imaginaire")
    CorrespondentFactory(
        first_name="Garance", last_name="Discrète", role="backup", name_is_public=False
    )

    rows = client.get("/recherche/suggestions/", {"q": "garan"}).json()["suggestions"]

    assert [r["label"] for r in rows if "Garance" in r["label"]] == ["Garance Imaginaire"]


@pytest.mark.parametrize(
    "text",
    ["Saint-Louis", "visa", "Isle Adam", "CD 35", "COCAC", "Cologne", "Hué", "Gambie", "Rabat"],
)
def test_the_first_suggestion_of_a_whole_name_is_what_enter_gives(client, db, text):
    row = client.get("/recherche/suggestions/", {"q": text}).json()["suggestions"][0]
    result = find_everywhere(text)

    best = result.sure or result.hits[0]
    place = f"?cherche={quote(best.name)}" if best.kind == "place" else ""
    assert row["url"] == f"{best.url}{place}"


def test_nothing_is_suggested_for_what_france_does_not_recognise(client, db):
    assert client.get("/recherche/suggestions/", {"q": "Crimée"}).json()["suggestions"] == []
