"""Regions abroad lead to their country, and say what they are."""

import csv

import pytest

from config.pages.search import find_everywhere, suggested
from correspondents.models import Subdivision, SubdivisionName
from correspondents.reference.load import FOLDER
from correspondents.reference.subdivisions import load_subdivisions

pytestmark = pytest.mark.django_db


def answers(text):
    """[(label, detail, address)] of the sure answer, else of those offered."""
    result = find_everywhere(text)
    hits = [result.sure] if result.sure else result.hits
    assert not result.is_guess
    return [(hit.label, hit.detail, hit.url) for hit in hits]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Bavière", ("Bavière", "Land d’Allemagne", "/pays/de/")),
        ("Land de Bavière", ("Bavière", "Land d’Allemagne", "/pays/de/")),
        ("Bayern", ("Bayern (Bavière)", "Land d’Allemagne", "/pays/de/")),
        ("Styrie", ("Styrie", "Land d’Autriche", "/pays/at/")),
        ("Tibet", ("Tibet", "région autonome de Chine", "/pays/cn/")),
        ("Toscane", ("Toscane", "région d’Italie", "/pays/it/")),
        ("Rhénanie-Palatinat", ("Rhénanie-Palatinat", "Land d’Allemagne", "/pays/de/")),
        ("Colombie-Britannique", ("Colombie-Britannique", "province du Canada", "/pays/ca/")),
        ("Nouvelle-Écosse", ("Nouvelle-Écosse", "province du Canada", "/pays/ca/")),
        ("Casamance", ("Casamance", "région historique du Sénégal", "/pays/sn/")),
        ("Kabylie", ("Kabylie", "région d’Algérie", "/pays/dz/")),
        ("Wallonie", ("Wallonie", "région de Belgique", "/pays/be/")),
        ("Hainaut", ("Hainaut", "province de Belgique", "/pays/be/")),
        ("Flandre orientale", ("Flandre-Orientale", "province de Belgique", "/pays/be/")),
        ("Sulawesi du Sud", ("Sulawesi Selatan", "province d’Indonésie", "/pays/id/")),
        ("Sussex de l’Est", ("East Sussex", "comté du Royaume-Uni", "/pays/gb/")),
    ],
)
def test_a_region_goes_to_its_country(text, answer):
    assert answers(text) == [answer]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Ontario", "/pays/ca/"),  # a town of the United States too
        ("Floride", "/pays/us/"),  # a town of Uruguay too
        ("Bali", "/pays/id/"),  # towns of Cameroon and of India, and a letter from Mali
        ("Hesse", "/pays/de/"),  # a commune of 600 inhabitants too
    ],
)
def test_a_region_with_namesakes_is_the_first_of_them(text, first):
    found = answers(text)

    assert found[0][2] == first
    assert len(found) > 1


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Kurdistan", {"/pays/iq/", "/pays/ir/", "/pays/sy/", "/pays/tr/"}),
        ("Cachemire", {"/pays/in/", "/pays/pk/"}),
        ("Patagonie", {"/pays/ar/", "/pays/cl/"}),
    ],
)
def test_a_region_over_several_states_is_given_to_none(text, countries):
    assert {address for _, _, address in answers(text)} == countries


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Limbourg", "/pays/be/"),  # the Dutch province too
        ("Navarre", "/pays/es/"),  # a town of the United States too
        ("Bade", "/pays/de/"),  # a town of Taïwan too
        ("Diana", "/pays/mg/"),  # a town of Iraq too
        ("Menabe", "/pays/mg/"),
    ],
)
def test_a_region_of_french_usage_is_never_hidden_by_a_small_town(text, country):
    assert country in {address for _, _, address in answers(text)}


@pytest.mark.parametrize("text", ["Taïwan", "Taiwan", "Kosovo", "Hong Kong", "Macao"])
def test_a_territory_of_the_directory_is_no_region_of_a_state(text):
    result = find_everywhere(text)

    details = {hit.detail for hit in result.hits}
    assert not details & {
        "province de Chine",
        "région administrative spéciale de Chine",
        "province autonome de Serbie",
    }


@pytest.mark.parametrize("text", ["eau", "Eau"])
def test_a_short_name_that_is_a_word_is_no_sure_country(text):
    assert find_everywhere(text).sure is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("SCAC", "/postes/"),
        ("Quai d'Orsay", "https://www.diplomatie.gouv.fr/"),
        ("carte grise", "https://www.service-public.fr/"),  # no town of Indonesia
        ("jumellage", "/avant-de-signer/"),
    ],
)
def test_a_word_of_the_trade_leads_to_its_page(text, address):
    assert find_everywhere(text).sure.url == address


def test_the_mailbox_of_the_delegation_leads_to_its_page(settings):
    assert find_everywhere(settings.DELEGATION_EMAIL).sure.url == "/en-france/"


def test_a_branch_tells_first_the_post_that_answers(client):
    page = client.get("/postes/banjul/").content.decode()

    assert page.index("/postes/dakar/") < page.index("À qui écrire</h2>")


def test_a_number_beside_a_name_is_no_word_of_it():
    assert find_everywhere("loire-atlantique 44").sure.label == "Loire-Atlantique"


def test_the_whole_of_a_short_name_is_suggested_as_it_is_answered():
    assert suggested("Aix")[0].url == find_everywhere("Aix").hits[0].url


def test_a_short_name_in_capitals_is_the_country_s():
    assert find_everywhere("EAU").sure.url == "/pays/ae/"


@pytest.mark.parametrize("text", ["Donetsk", "Sébastopol", "Crimée"])
def test_a_place_of_ukraine_is_there(text, client):
    page = client.get("/recherche/", {"q": text}).content.decode()

    assert "en Ukraine : écrivez d’abord" in page.replace(" ", " ")


def test_a_region_of_an_entity_that_france_does_not_recognise_is_that_entity():
    assert find_everywhere("Crimée").entity == "Crimée"


def test_a_longer_name_is_no_country_s():
    assert answers("Région de San Martín")[0][2] == "/pays/pe/"


@pytest.mark.slow
def test_the_files_are_loaded_once_and_hold_one_row_for_each_country(tmp_path):
    assert load_subdivisions() == 0
    with (FOLDER / "usual_regions.csv").open(encoding="utf-8", newline="") as file:
        usual = list(csv.DictReader(file))
    several = tmp_path / "usual_regions.csv"
    several.write_text("countries,kind,name,names\nSN|ML,région,Ndimagine,Dimagine\n", "utf-8")

    assert len(usual) > 200
    assert load_subdivisions(usual=several) == Subdivision.objects.count()
    regions = Subdivision.objects.filter(name="Ndimagine").order_by("country")
    assert [region.country_id for region in regions] == ["ML", "SN"]
    assert SubdivisionName.objects.filter(name="Dimagine", is_main=False).count() == 2
