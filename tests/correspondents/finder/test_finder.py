"""The finder, on the real countries, posts and towns."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from correspondents.finder.find import find, suggest
from correspondents.finder.names import names_beginning
from correspondents.models import Post, SearchWord, UnansweredSearch

from ...factories import CorrespondentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Gambie", "/pays/gm/"),
        ("la gambie", "/pays/gm/"),
        ("GAMBIE", "/pays/gm/"),
        ("Palestine", "/pays/ps/"),
        ("Territoires palestiniens", "/pays/ps/"),
        ("Jérusalem", "/postes/jerusalem/"),
        ("Taiwan", "/pays/tw/"),
        ("Formose", "/pays/tw/"),
        ("Taipei", "/postes/taipei/"),
        ("Québec", "/postes/quebec/"),
        ("Canada", "/pays/ca/"),
        ("Niger", "/pays/ne/"),
        ("Nigeria", "/pays/ng/"),
        ("Guinée", "/pays/gn/"),
        ("Dominique", "/pays/dm/"),
        ("Congo", "/pays/cg/"),
        ("Saint-Martin", "/pays/mf/"),
        ("Corée du Nord", "/pays/kp/"),
        ("Guadeloupe", "/pays/gp/"),
        ("Ziguinchor", "/pays/sn/"),
        ("commune de Ziguinchor", "/pays/sn/"),
        ("Haute-Volta", "/pays/bf/"),
        ("Swaziland", "/pays/sz/"),
        ("Birmanie", "/pays/mm/"),
        ("Zaïre", "/pays/cd/"),
        ("SN", "/pays/sn/"),
        ("SEN", "/pays/sn/"),
        ("correspondant Sénégal", "/pays/sn/"),
        ("ambassade de france au togo", "/pays/tg/"),
        ("Côte d'Ivoire", "/pays/ci/"),
        ("cote d’ivoire", "/pays/ci/"),
        ("Congo, République démocratique du", "/pays/cd/"),
        ("Elfenbeinküste", "/pays/ci/"),
        ("Estados Unidos", "/pays/us/"),
        ("Hamilton", "/pays/bm/"),
        ("Pekin", "/postes/pekin/"),
        ("Beijing", "/postes/pekin/"),
        ("Paris", "/pays/fr/"),
    ],
)
def test_an_exact_name_goes_straight_to_its_page(text, address):
    assert find(text).sure.url == address


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Corée", "/pays/kr/"),
        ("Rome", "/postes/rome/"),
        ("Saint-Louis", "/pays/sn/"),
        ("Nger", "/pays/ne/"),
        ("Mlai", "/pays/ml/"),
        ("Madagscar", "/pays/mg/"),
        ("Allemange", "/pays/de/"),
        ("Sénnégal", "/pays/sn/"),
        ("saint louis du sénégal", "/pays/sn/"),
    ],
)
def test_an_uncertain_text_is_a_list_with_the_likeliest_first(text, first):
    result = find(text)

    assert result.sure is None
    assert result.hits[0].url == first


@pytest.mark.parametrize("text", ["Artsakh", "ambassade en Abkhazie", "Chypre du Nord", "RASD"])
def test_an_unrecognised_entity_sends_to_the_delegation(client, text):
    page = client.get("/recherche/", {"q": text}).content.decode()

    assert "ne reconnaît pas" in page
    assert "mailto:delegation@diplomatie.example" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "/pays/" not in main
    assert "/postes/" not in main


def test_a_name_leads_to_the_person_unless_it_is_internal(dakar):
    CorrespondentFactory(last_name="Imaginaire")
    CorrespondentFactory(last_name="Invisible", role="backup", name_is_public=False)

    assert [hit.kind for hit in find("Imaginaire").hits] == ["person"]
    assert "person" not in [hit.kind for hit in find("Invisible").hits]


@pytest.mark.parametrize("text", ["DECENTRALISEE.dakar@diplomatie.example", "00 221 33 839 51 00"])
def test_our_mailboxes_and_phones_lead_to_their_post(dakar, text):
    Post.objects.filter(pk=dakar.pk).update(
        mailbox="decentralisee.dakar@diplomatie.example", phone="+221 33 839 51 00"
    )

    assert find(text).sure.url == "/postes/dakar/"
    assert find(f"{text}1").sure is None


def test_the_address_of_a_person_leads_to_what_is_published(settings, dakar):
    settings.PUBLISH_NAMED_EMAIL = True
    person = CorrespondentFactory(email="zoe@diplomatie.example", email_is_public=True)
    CorrespondentFactory(email="lea@diplomatie.example", email_is_public=False, role="backup")

    assert find("zoe@diplomatie.example").sure.url == person.get_absolute_url()
    assert find("lea@diplomatie.example").hits == []


def test_the_first_link_of_the_page_is_the_best_answer(client):
    page = client.get("/recherche/?q=Corée").content.decode()

    main = page[page.index("<main") :]
    assert main.index('href="/pays/kr/"') < main.index('href="/pays/kp/"')
    assert main.index('href="/pays/kr/"') < main.find('href="/postes/') % len(main)


def test_a_sure_answer_is_a_redirect_without_fragment(client):
    response = client.get("/recherche/?q=Gambie")

    assert response.status_code == 302
    assert response.headers["Location"] == "/pays/gm/"


def test_nothing_found_is_never_blank(client):
    page = client.get("/recherche/?q=zzgrxw")

    assert page.status_code == 200
    assert "mailto:delegation@diplomatie.example" in page.content.decode()


def test_suggestions_never_show_what_is_matched_only():
    labels = [hit.label for hit in suggest("form", names_beginning("form"))]

    assert "Formose" not in labels
    assert "Taïwan" not in labels
    assert suggest("gamb", names_beginning("gamb"))[0].label == "Gambie"


ODD_TEXTS = [
    "\x00",
    "²",
    "'",
    '"',
    "\\",
    "%",
    "_",
    "(",
    "a" * 10_000,
    "é" * 10_000,
    "'; DROP TABLE x; --",
    "\ufffd",
    "🇸🇳",
    "العربية",
    " ",
    "l’",
    "de la",
    " ".join("abcdefghijklmnopqrstuvwxyz"),
]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_any_text_is_answered(text):
    client = Client(raise_request_exception=False)

    for address in ["/recherche/", "/recherche/suggestions/", "/correspondants/", "/postes/"]:
        assert client.get(address, {"q": text}).status_code in {200, 302, 400}


@pytest.mark.parametrize(
    "query", ["q=%FF%FE", "q=%C3%28", "q=%00", "pays=%00", "page=%C2%B2", "q[]=1"]
)
def test_any_bytes_are_answered(query):
    client = Client(raise_request_exception=False)

    for address in ["/recherche/", "/correspondants/", "/correspondants/export.csv"]:
        assert client.get(f"{address}?{query}").status_code in {200, 400, 404}


def test_a_text_is_kept_only_when_it_came_three_times(client):
    for _ in range(2):
        client.get("/recherche/?q=Zzgrxwland")
    assert not UnansweredSearch.objects.frequent().exists()

    client.get("/recherche/?q=zzgrxwland")

    assert [search.text for search in UnansweredSearch.objects.frequent()] == ["zzgrxwland"]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["06 12 34 56 78", "qq@exemple.example", "zzgrxw7", "Fantomas zz"])
def test_a_text_that_may_be_personal_is_never_counted(client, dakar, text):
    CorrespondentFactory(last_name="Fantomas", ended_on="2020-01-01")

    for _ in range(4):
        client.get("/recherche/", {"q": text})

    assert not UnansweredSearch.objects.exists()


def test_searches_are_forgotten_after_ninety_days(client):
    UnansweredSearch.objects.create(
        digest="x", text="jadis", times=9, first_seen_on="2020-01-01", last_seen_on="2020-01-02"
    )
    assert not UnansweredSearch.objects.frequent().exists()

    client.get("/recherche/?q=zzgrxwland")

    assert not UnansweredSearch.objects.filter(text="jadis").exists()


@pytest.mark.parametrize(
    "text", ["zzz", "zzgrxw", "Vxkwqlmt", "carburant", "plombier chauffagiste"]
)
def test_a_text_far_from_every_name_is_told_so(client, text):
    page = client.get("/recherche/", {"q": text}).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert "Nous ne connaissons pas" in main
    assert "/pays/" in main  # the list of all
    assert main.count('href="/pays/') == 1
    assert f'value="{text}"' in main
    assert "mailto:" in main


def test_a_near_spelling_is_only_offered(client):
    page = client.get("/recherche/", {"q": "Ziguinchorr"}).content.decode()

    assert "Orthographe proche" in page
    assert "Ziguinchor" in page


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("cocac", "/postes/"),
        ("Appel à projets", "/appels-a-projets/"),
        ("visa", "https://france-visas.gouv.fr/"),
        ("RCI", "/pays/ci/"),
        ("UK", "/pays/gb/"),
        ("EL", "/pays/gr/"),
    ],
)
def test_the_words_of_the_trade_lead_to_their_page(client, text, address):
    assert client.get("/recherche/", {"q": text}).headers["Location"] == address


def test_a_word_leads_where_staff_say_and_only_to_a_page():
    SearchWord.objects.create(name="Ndimagine", label="Une page", address="/atlas/")
    assert find("ndimagine").sure.url == "/atlas/"

    for address in [
        "//ailleurs.example/",
        "http://ailleurs.example/",
        "javascript:alert(1)",
        "atlas",
    ]:
        word = SearchWord(name="Dimagine", label="Ailleurs", address=address)
        with pytest.raises(ValidationError, match="commence par « / »"):
            word.full_clean()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Turqiue", "/pays/tr/"),
        ("Maroque", "/pays/ma/"),
        ("Mli", "/pays/ml/"),
        ("Sirie", "/pays/sy/"),
    ],
)
def test_a_slip_in_a_country_is_offered_and_told_to_be_near(text, address):
    result = find(text)

    assert address in [hit.url for hit in result.hits]
    assert result.sure is None


def test_two_letters_swapped_are_one_slip_of_the_nearest_name(db):
    result = find("Sarjaevo")

    assert [(hit.kind, hit.name) for hit in result.hits] == [("place", "Sarajevo")]
