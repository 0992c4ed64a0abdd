"""Which answer comes first, and when one of them is sure."""

import pytest

from config.pages.search import find_everywhere, suggested
from correspondents.finder.results import Hit

from ..factories import CorrespondentFactory

pytestmark = pytest.mark.django_db


def told(hit):
    return f"{hit.label}, {hit.detail}" if hit.detail else hit.label


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Cordoba", "Córdoba, ville d’Argentine"),  # not Cordova, that Filipinos call so
        ("Koro", "Koro, ville du Mali"),  # not Coro
        ("Oriental", "Oriental, région du Maroc"),
        ("Rioja", "La Rioja, communauté autonome d’Espagne"),
        ("Zabré", "Zabré, ville du Burkina Faso"),  # no slip of Zaïre
        ("Géorgie du Sud", "Géorgie du Sud et îles Sandwich du Sud"),
        ("Tripoli Liban", "Tripoli, ville du Liban"),
        ("cocac Dakar", "Ambassade de France au Sénégal, Sénégal"),
        ("Aix", "Aix-en-Provence, commune, Bouches-du-Rhône"),
        ("Canaries", "Canaries (Îles Canaries), communauté autonome d’Espagne"),
        ("Lorraine", "Grand Est, région"),
        ("Champagne", "Grand Est, région"),  # not Champagné
        ("Est", "Grand Est, région"),
        ("Centre", "Centre-Val de Loire, région"),
        ("Gênes", "Gênes (Genoa), ville d’Italie"),  # under its French accents
        ("Leopoldville", "Léopoldville (Kinshasa), ville de la République démocratique du Congo"),
        ("Îles de la Baie", "Islas de la Bahía, département du Honduras"),
        ("Fjords de l’Ouest", "Vestfirðir, région d’Islande"),
        ("Bačka septentrionale", "Severnobački okrug, district de Serbie"),
    ],
)
def test_the_likeliest_answer_is_first(text, first):
    assert told(find_everywhere(text).hits[0]) == first


def test_a_commune_under_its_name_comes_before_those_that_had_it():
    labels = [hit.label for hit in find_everywhere("Chapelle").hits]

    assert labels.index("La Chapelle") < labels.index("Val d'Oust")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Nord", "région du Cameroun"),  # places of many countries
        ("Région centrale", "région du Malawi"),  # the same words
        ("Trinité", "commune, Martinique"),  # another name of a country
        ("Perche", "communauté de communes, d’agglomération ou urbaine, Eure-et-Loir"),
        ("Zabre", "ville de Pologne"),  # a slip of a far bigger town
    ],
)
def test_a_name_of_several_things_is_no_sure_answer(text, other):
    result = find_everywhere(text)

    assert result.sure is None
    assert other in [hit.detail for hit in result.hits]


@pytest.mark.parametrize(
    ("code", "name"), [("987", "Polynésie française"), ("988", "Nouvelle-Calédonie")]
)
def test_a_code_of_a_territory_is_its_authority_s(code, name):
    assert find_everywhere(code).sure.label == name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jumelaje", "/avant-de-signer/"),
        ("Cofinancemant", "/appels-a-projets/"),
        ("Subvantion", "/appels-a-projets/"),
    ],
)
def test_a_slip_of_a_word_of_the_trade_is_offered(text, address):
    result = find_everywhere(text)

    assert result.is_guess
    assert result.hits[0].url == address


@pytest.mark.parametrize(
    ("text", "name", "detail"),
    [
        ("Ourouzgan", "Urūzgān", "province d’Afghanistan"),
        ("Cumbrie", "Cumbria", "comté du Royaume-Uni"),
        ("Cugbrie", "Cumbria", "comté du Royaume-Uni"),  # and a slip
        ("Chaki", "Shaki", "municipalité d’Azerbaïdjan"),  # not Chaki Chaki
        ("Andros ménidional", "South Andros", "district des Bahamas"),
    ],
)
def test_a_french_spelling_is_a_guess(text, name, detail):
    result = find_everywhere(text)

    assert result.is_guess
    assert (result.hits[0].name, result.hits[0].detail) == (name, detail)


def test_a_district_of_kosovo_is_no_region_of_serbia():
    assert "/pays/rs/" not in [hit.url for hit in find_everywhere("Pećki okrug").hits]


def test_the_beginning_of_a_city_offers_its_post_and_its_country():
    assert [hit.kind for hit in find_everywhere("Bamak").hits] == ["post", "country"]


@pytest.mark.parametrize("text", ["Garance Imaginaire", "imaginaire garance"])
def test_the_names_of_somebody_lead_to_her(dakar, text):
    person = CorrespondentFactory(first_name="Garance", last_name="Imaginaire")
    CorrespondentFactory(first_name="Hortense", last_name="Imaginaire", role="backup")

    assert find_everywhere(text).sure.url == person.get_absolute_url()
    assert find_everywhere("Imaginaire").sure is None


def test_what_begins_a_name_is_suggested_before_an_unlike_one():
    assert suggested("sén")[0] == Hit.country("SN", "Sénégal")


def test_a_name_that_tells_the_place_is_said_once():
    labels = {hit.label for hit in suggested("Namur (Jambes")}

    assert "Namur (Jambes)" in labels
