"""The page on which a search ends tells the name that was sought, and what else bears it."""

from urllib.parse import quote

import pytest

from atlas.models import ForeignName, LocalAuthorityName
from config.pages.arrival import SOUGHT

from ..factories import (
    CorrespondentFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db


def arrival(client, text):
    """The page on which a search ends, and its address."""
    response = client.get("/recherche/", {"q": text})
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    return response.url, page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("Exeter", "/pays/gb/", "Vous cherchiez « Exeter », ville du Royaume-Uni."),
        ("Bavière", "/pays/de/", "Vous cherchiez « Bavière », Land d’Allemagne."),
        ("ville de Bayern", "/pays/de/", "Vous cherchiez « Bayern », Land d’Allemagne."),
        ("Beijing", "/postes/pekin/", "Vous cherchiez « Beijing »."),
    ],
)
def test_the_page_of_arrival_tells_what_was_sought(client, text, path, line):
    address, main = arrival(client, text)

    assert address == f"{path}?{SOUGHT}={quote(text, safe='').replace('%20', '+')}"
    assert line in main
    assert "Ce nom désigne aussi" not in main


def test_another_name_of_an_authority_is_told(client):
    authority = LocalAuthorityFactory(name="Villefeinte-sur-Seiche")
    LocalAuthorityName.objects.create(authority=authority, name="Grand Villefeint")

    address, main = arrival(client, "grand villefeint")

    assert address.startswith(authority.get_absolute_url())
    assert "Vous cherchiez « Grand Villefeint »." in main


def test_a_former_commune_is_told(client):
    _, main = arrival(client, "Arbignieu")

    assert "Vous cherchiez « Arbignieu »." in main


def test_another_name_of_a_partner_place_is_told(client):
    place = ForeignAuthorityFactory(name="Ndimagine-sur-Mer")
    ForeignName.objects.create(authority=place, name="Dimagine")
    PartnershipFactory(partner=place)

    address, main = arrival(client, "dimagine")

    assert address.startswith(place.get_absolute_url())
    assert "Vous cherchiez « Dimagine »." in main


@pytest.mark.parametrize(
    "text", ["Gambie", "la Gambie", "Birmanie", "SN", "Dakar", "Rennes", "mairie de Rennes"]
)
def test_a_title_that_says_it_is_not_said_again(client, text):
    address, main = arrival(client, text)

    assert SOUGHT not in address
    assert "Vous cherchiez" not in main


def test_other_meanings_are_offered(client):
    place = ForeignAuthorityFactory(name="Hambourg")
    PartnershipFactory(partner=place)

    _, main = arrival(client, "Hambourg")

    assert "Ce nom désigne aussi" in main
    assert 'href="/pays/de/"' in main[: main.index("<h2")]


def test_another_meaning_is_told_without_two_brackets(client):
    page = client.get("/atlas/collectivites/223900010/", {SOUGHT: "Jura"}).content.decode()

    assert "Jura (Győr)</a>, ville de Hongrie" in page


@pytest.mark.parametrize(
    ("code", "code_of_other", "what"),
    [("ge", "us", "État des États-Unis"), ("gd", "es", "d’Espagne"), ("lu", "be", "de Belgique")],
)
def test_a_country_offers_the_other_bearers_of_its_name(client, code, code_of_other, what):
    page = client.get(f"/pays/{code}/").content.decode()

    head = page[page.index("<h1") : page.index("<h2")]
    assert "Ce nom désigne aussi" in head
    assert what in head
    assert f'href="/pays/{code_of_other}/"' in head


@pytest.mark.parametrize("text", ["Écrivez à piege.example", "Exeter piege.example", "Lyon"])
def test_a_text_that_does_not_lead_there_is_never_echoed(client, text):
    page = client.get("/pays/gb/", {SOUGHT: text}).content.decode()

    assert "Vous cherchiez" not in page
    assert "piege" not in page


def test_what_was_sought_is_kept_nowhere(client, settings, monkeypatch):
    settings.OFFICIAL_SITE = True

    response = client.get("/pays/gb/", {SOUGHT: "Exeter"})

    page = response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page
    assert (
        '<link rel="canonical" href="http://testserver/pays/gb/">'.replace(
            "http://testserver", settings.SITE_URL
        )
        in page
    )
    assert "noindex" not in client.get("/pays/gb/").content.decode()


@pytest.mark.parametrize("text", ["Simféropol", "Sébastopol", "Sevastopol", "Yalta", "Crimée"])
def test_a_town_of_crimea_is_answered_soberly(client, text):
    page = client.get("/recherche/", {"q": text}).content.decode()

    assert "ne reconnaît pas" in page
    assert 'href="/pays/ua/"' not in page


def test_the_one_person_with_an_address_is_told(client, dakar, settings):
    settings.PUBLISH_NAMED_EMAIL = True
    CorrespondentFactory(email_is_public=False)
    CorrespondentFactory(last_name="Joignable", email_is_public=True, role="backup")

    head = client.get("/pays/sn/").content.decode().split('class="people"')[0]

    assert "Joignable : c’est la première adresse publique de ce poste." in " ".join(head.split())
