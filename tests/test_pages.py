"""Every public address: it answers, hides what is not public, and costs a constant price."""

import re
from collections import defaultdict
from datetime import date
from types import SimpleNamespace

import html5lib
import pghistory
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone
from django.views import View

from atlas.models import Theme
from config.accounts.urls import OPEN
from correspondents.directory.answers import Answer
from correspondents.models import Correspondent, Country, DataChange, Post
from correspondents.records.cache import CachedPage

from .data_groups import tables_of, tables_read
from .factories import (
    ApplicationFactory,
    CallFactory,
    CorrespondentFactory,
    CountryNoticeFactory,
    DecisionFactory,
    EditionFactory,
    NewsItemFactory,
    PartnershipFactory,
)
from .opendata import FILES as OPEN_FILES
from .opendata import publish_all

pytestmark = pytest.mark.slow

# Every public address by the name of its route; several where the page has several faces, first
# the one that lists the most.
PUBLIC = {
    "home": ["/"],
    "search": ["/recherche/?q=Corée", "/recherche/", "/recherche/?q=Artsakh", "/recherche/?q=zzz"],
    "suggestions": ["/recherche/suggestions/?q=gam"],
    "country_list": ["/pays/"],
    "country_detail": [
        "/pays/sn/",
        "/pays/gm/",
        "/pays/ne/",
        "/pays/gp/",
        "/pays/eh/",
        "/pays/ps/",
    ],
    "alert_ask": ["/alertes/", "/alertes/?pays=sn", "/alertes/?liste=atlas&recherche=pays%3Dsn"],
    "alert_asked": ["/alertes/demandee/"],
    "lost_text": [],  # of one’s own session: see tests/config/test_expiry.py
    "alert_confirm": [],  # by a link: see tests/atlas/alerts/test_alerts.py
    "alerts_stop": [],
    "news_list": ["/actualites/", "/actualites/?pays=sn", "/actualites/?nature=zut"],
    "news_feed": ["/actualites/flux.atom", "/actualites/flux.atom?nature=legal"],
    "country_feed": ["/pays/sn/flux.atom"],
    "changes": ["/changements/", "/changements/?pays=sn", "/changements/?pays=zut"],
    "changes_feed": ["/changements/flux.atom", "/changements/flux.atom?pays=sn"],
    "agenda": ["/agenda.ics", "/agenda.ics?pays=sn"],
    "news_detail": ["/actualites/90001/"],
    "call_list": [
        "/appels-a-projets/",
        "/appels-a-projets/?pays=sn",
        "/appels-a-projets/?situation=zut",
    ],
    "call_detail": ["/appels-a-projets/exemple-appel-general/"],
    "call_calendar": ["/appels-a-projets/exemple-appel-general/agenda.ics"],
    "project_list": ["/projets/", "/projets/?pays=sn", "/projets/?annee=zut"],
    "project_detail": ["/projets/1/"],
    "project_export": [f"/projets/export.{e}" for e in ["xlsx", "ods", "csv", "json"]],
    "atlas": ["/atlas/", "/atlas/?pays=sn", "/atlas/?q=ndimagine", "/atlas/?region=zut"],
    "atlas_map": ["/atlas/carte/", "/atlas/carte/?pays=sn", "/atlas/carte/?region=zut"],
    "atlas_figures": ["/atlas/chiffres/", "/atlas/chiffres/?pays=sn", "/atlas/chiffres/?pays=zz"],
    "atlas_export": [
        f"/atlas/export.{extension}" for extension in ["xlsx", "ods", "csv", "json", "geojson"]
    ],
    "radar": [
        "/atlas/coordination/",
        "/atlas/coordination/?pays=sn",
        "/atlas/coordination/?zone=z",
    ],
    "radar_export": [
        f"/atlas/coordination/export.{extension}" for extension in ["xlsx", "ods", "csv", "json"]
    ],
    "meeting_answer": [],  # by a token: see tests/atlas/coordination/test_invitations.py
    "meeting_calendar": [],  # the same
    "authority_detail": [
        "/atlas/collectivites/213502388/",
        "/atlas/collectivites/commune-98818/",
        "/atlas/collectivites/ancienne-commune-01015/",
        "/atlas/collectivites/departement-67/",
    ],
    "partnership_detail": ["/atlas/partenariats/1/"],
    "partnership_correct": ["/atlas/partenariats/1/corriger/"],
    "partnership_propose": [
        "/atlas/proposer/",
        "/atlas/proposer/?collectivite=213502388&pays=sn&partenaire=Saint-Louis",
        "/atlas/proposer/?collectivite=Sainte-Colombe&pays=sn&partenaire=Ndimagine",
        "/atlas/proposer/?collectivite=Rennes&pays=sn&partenaire=Zzyx&autorite=nouveau",
        "/atlas/proposer/?collectivite=!&pays=zz&partenaire=",
    ],
    "contribution_sent": ["/atlas/proposer/envoye/"],
    "opinion_list": [],  # by a link: see tests/projects/opinions/test_opinions.py
    "opinion_edit": [],
    "opinion_review": [],
    "opinion_discard": [],
    "opinion_piece": [],
    "validation_list": [],
    "validation_edit": [],
    "validation_review": [],
    "validation_discard": [],
    "validation_piece": [],
    "contribution_confirm": [],  # by a token: see tests/atlas/contributions/test_contributions.py
    "territory_detail": ["/atlas/territoires/1/"],
    "post_list": ["/postes/", "/postes/?q=dakar", "/postes/?zone=zut"],
    "post_detail": ["/postes/dakar/", "/postes/kaboul/", "/postes/niamey/", "/postes/banjul/"],
    "correspondent_list": [
        "/correspondants/",
        "/correspondants/?pays=gm",
        "/correspondants/?q=dakar",
    ],
    "correspondent_card": [],  # needs a contact: see test_a_card_follows_the_page
    "correspondent_export": [
        f"/correspondants/export.{extension}" for extension in ["xlsx", "ods", "csv", "json", "vcf"]
    ],
    "enter_delegation": [],  # by a token: see tests/test_doors.py
    "confirm_entry": [],  # by a token: see tests/correspondents/confirmation/test_pages.py
    "departure": [],
    "report_error": [],  # needs a contact: see tests/correspondents/proposals/test_reports.py
    "page_rating": ["/page-utile/?page=/pays/sn/", "/page-utile/"],
    "page_rated": ["/page-utile/merci/"],
    "report_received": ["/correspondants/signalement-recu/"],
    "contact_form": ["/pays/sn/ecrire/", "/pays/gm/ecrire/", "/pays/eh/ecrire/"],
    "contact_sent": ["/pays/sn/ecrire/envoye/"],
    "french_contacts": ["/en-france/", "/en-france/?region=53", "/en-france/?region=zut"],
    "my_authority": [
        "/ma-collectivite/",
        "/ma-collectivite/?q=Sainte-Colombe",
        "/ma-collectivite/?q=zzz",
    ],
    "my_authority_detail": [
        "/ma-collectivite/213502388/",
        "/ma-collectivite/ancienne-commune-01015/",
    ],
    "english": ["/en/"],
    "prepare": ["/preparer/"],
    "before_signing": ["/avant-de-signer/"],
    "edition_list": ["/correspondants/editions/"],
    "edition_detail": ["/correspondants/editions/1/"],
    "edition_export": [f"/correspondants/editions/1/liste.{e}" for e in ["xlsx", "ods", "csv"]],
    "edition_changes": [],  # needs two editions: see tests/correspondents/editions/test_editions.py
    "open_data": ["/donnees/", "/donnees/?page=1"],
    "open_data_edition": ["/donnees/editions/essai/"],
    "open_data_file": [f"/donnees/{file}" for file in OPEN_FILES],
    "open_data_edition_file": [f"/donnees/editions/essai/{file}" for file in OPEN_FILES],
    "freshness": ["/fraicheur/"],
    "accessibility": ["/accessibilite/"],
    "legal_notice": ["/mentions-legales/"],
    "personal_data": ["/donnees-personnelles/"],
    "site_map": ["/plan-du-site/"],
    "health": ["/sante/"],
    "robots": ["/robots.txt"],
    "sitemap": ["/sitemap.xml"],
    "favicon": [],  # a redirect to a static file
    "touch_icon": [],
    "security": ["/.well-known/security.txt"],
    "well_known_password": [],  # a redirect to the page of the account
    "account_login": ["/compte/connexion/"],
    "account_reset_password": ["/compte/mot-de-passe/oublie/"],
    "sign_in_link": ["/compte/lien/"],
    "unsubscribe": [],  # needs a link: see tests/correspondents/sending/test_digest.py
}
FILES = {
    "suggestions",
    "correspondent_export",
    "atlas_export",
    "project_export",
    "edition_export",
    "radar_export",
    "health",
    "robots",
    "security",
    "sitemap",
}
FILES |= {"open_data_file", "open_data_edition_file"}
FILES |= {"news_feed", "country_feed", "changes_feed", "agenda", "call_calendar"}
ADDRESSES = [address for addresses in PUBLIC.values() for address in addresses]
ONE_A_ROUTE = [addresses[0] for addresses in PUBLIC.values() if addresses]
PAGES = [
    address for name, addresses in PUBLIC.items() if name not in FILES for address in addresses
]
NAVIGATION = ["À qui écrire", "Atlas", "Appels et projets", "Actualités", "Préparer un projet"]
# One page a route, and a refused filter: `test_axe_reads_every_template` fails when it takes more.
FACES = [page for page in PAGES if page in ONE_A_ROUTE or page == "/postes/?zone=zut"]


@pytest.fixture(autouse=True, scope="module")
def first_of_each(written_once):
    """An edition and two partnerships at one place, as the demonstration has too; and people of
    whom something is kept to the State."""
    with written_once():
        CorrespondentFactory(rank=5)
        CorrespondentFactory(
            last_name="Disparue", ended_on=timezone.localdate().replace(year=2020), rank=6
        )
        CorrespondentFactory(email="interne@diplomatie.example", phone="+221 99 99 99 99", rank=7)
        CorrespondentFactory(
            post=Post.objects.get(slug="banjul"), last_name="Cachée", name_is_public=False
        )
        CorrespondentFactory(
            post=Post.objects.get(slug="niamey"), last_name="Discrète", email_is_public=True
        )
        Post.objects.filter(slug="niamey").update(is_discreet=True)
        EditionFactory(number=1)
        first = PartnershipFactory(pk=1, partner__pk=1)
        PartnershipFactory(pk=2, partner=first.partner)  # the sequence may begin at 1 here
        NewsItemFactory(pk=90_001)
        CountryNoticeFactory(kind="vigilance")
        CallFactory(slug="exemple-appel-general")  # as in the demonstration
        project = ApplicationFactory(pk=1, partner=first.partner)
        DecisionFactory(application=project, closed=True).committee.announce()
        edition = publish_all()
        edition.name = "essai"
        edition.save()


@pytest.fixture(scope="module")
def answers():
    """{address: (status, body, templates)}: a page that nothing changes is asked for once."""
    return {}


@pytest.fixture
def answer(client, db, answers):
    def read(address):
        if address not in answers:
            response = client.get(address)
            text, templates = body(response).decode(errors="replace"), names_of(response.templates)
            answers[address] = response.status_code, text, templates
        return answers[address]

    return read


def names_of(templates):
    return {template.name for template in templates}


def body(response):
    return b"".join(response) if response.streaming else response.content


def public_routes():
    """The names of the routes outside the admin and the posts' space, open ones of accounts."""
    found, waiting = set(), list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLPattern):
            if not str(pattern.pattern).startswith("espace-poste/"):
                found.add(pattern.name)
        elif str(pattern.pattern) == "compte/":
            found |= OPEN
        elif not str(pattern.pattern).startswith(("admin/", "espace-poste/")):
            waiting += pattern.url_patterns
    return found


def test_every_public_route_is_visited():
    assert public_routes() == set(PUBLIC)


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_answers(answer, address):
    status, text, _ = answer(address)

    assert status == 200
    assert text


@pytest.mark.parametrize("address", PAGES)
def test_page_is_valid_html(answer, address):
    _, text, _ = answer(address)

    html5lib.HTMLParser(strict=True).parse(text)
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'<label[^>]* for="([^"]*)"', text)) <= set(ids)
    assert not re.findall(r'\s(?:style|on\w+)="', text)


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_title_and_says_what_it_is(answer, address):
    _, text, _ = answer(address)

    assert text.count("<h1") == 1
    assert re.search(r"<title>\S.* – Annuaire", text)
    assert "Démonstration, site non officiel" in text
    described = re.findall(r'<meta (?:name|property)="([a-z:_]+)" content="[^"]', text)
    for name in ["description", "og:title", "og:description", "og:url", "og:image", "og:type"]:
        assert described.count(name) == 1, name


@pytest.mark.parametrize("address", PAGES)
def test_page_has_the_frame(answer, address):
    _, text, _ = answer(address)

    assert len(re.findall(r'<input[^>]*name="q"[^>]*maxlength="120"', text)) >= 1
    for entry in NAVIGATION:
        assert text.count(f">{entry}</a>") >= 2, entry  # in a row, and folded on a phone
    assert text.count('aria-label="Vous êtes ici"') == (address != "/")
    for duty in ["Accessibilité : non conforme", "Mentions légales", "Données personnelles"]:
        assert duty in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_has_left_or_is_internal_is_nowhere(answer, address):
    _, text, _ = answer(address)

    for secret in ["Disparue", "interne@", "99 99 99 99", "Cachée", "Discrète"]:
        assert secret not in text


def test_axe_reads_every_template(answer):
    """tests/browser reads `FACES` by axe in `make test`, all the pages in `make drill`."""
    seen = set().union(*(answer(address)[2] for address in FACES))

    assert {page: answer(page)[2] - seen for page in PAGES if answer(page)[2] - seen} == {}


def queries_of(client, address):
    body(client.get(address))  # the first visit fills Django's own caches
    with CaptureQueriesContext(connection) as captured:
        body(client.get(address))
    return len(captured)


def rows_of_each_kind(numbers):
    """More of what the pages list, as somebody writes it: the page of changes tells of it."""
    roles = [Correspondent.Role.CORRESPONDENT, Correspondent.Role.BACKUP, Correspondent.Role.COCAC]
    with pghistory.context(url="/"):
        for number in numbers:
            role = roles[number % 3]
            CorrespondentFactory(role=role, rank=number)
            CorrespondentFactory(role=role, rank=number, post=Post.objects.get(slug="banjul"))
            NewsItemFactory(themes=Theme.objects.all()[:2])
            CallFactory(themes=Theme.objects.all()[:2])
            starts_on, ends_on = date(2020 + number, 1, 1), date(2020 + number, 12, 31)
            CountryNoticeFactory(starts_on=starts_on, ends_on=ends_on, kind="vigilance")


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(ONE_A_ROUTE, id="one a route"),
        pytest.param(ADDRESSES, id="all", marks=pytest.mark.drill),
    ],
)
def test_queries_do_not_grow_with_rows(client, db, addresses):
    """The first address of each route; the other faces of a page in `make drill`."""
    rows_of_each_kind([1])
    few = {address: queries_of(client, address) for address in addresses}

    rows_of_each_kind([2, 3, 4])

    assert {address: queries_of(client, address) for address in addresses} == few


def view_of(address):
    view = resolve(address.partition("?")[0]).func
    return getattr(view, "view_class", View)


CACHED = [address for address in PAGES if issubclass(view_of(address), CachedPage)]


@pytest.mark.parametrize("address", CACHED)
def test_the_groups_of_a_cached_page_cover_every_table_it_reads(client, db, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)

    assert tables_read(captured)
    assert tables_read(captured) <= tables_of(view_of(address).groups)
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


@pytest.fixture
def cached_readings(monkeypatch):
    """[(groups, tables read)] of all that the pages cache, whole or in part."""
    readings = []

    class Cache(dict):
        def get_or_set(self, key, read, timeout):
            with CaptureQueriesContext(connection) as captured:
                result = read()
            readings.append((key.rpartition("_")[2].split(","), tables_read(captured)))
            return result

    cache = "correspondents.records.cache"
    monkeypatch.setattr(f"{cache}.connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(f"{cache}.caches", defaultdict(Cache))
    version = "correspondents.models.changes.DataChangeQuerySet.version"
    monkeypatch.setattr(version, lambda self, groups: ",".join(groups))
    return readings


@pytest.mark.parametrize("reader", ["client", "delegation_client"])
def test_the_groups_of_all_that_is_cached_cover_every_table_it_reads(
    request, db, cached_readings, reader
):
    countries = reverse("admin:atlas_coordinationnote_countries", args=["sans-note"])
    for address in [*CACHED, "/correspondants/", reverse("space_coordination"), countries]:
        request.getfixturevalue(reader).get(address)

    assert len({frozenset(tables) for _, tables in cached_readings}) > 5
    for groups, tables in cached_readings:
        assert tables <= tables_of(groups)


def look(answer):
    """What makes the page of a country look otherwise."""
    competences = answer.competences
    return (
        answer.country.is_french,
        answer.is_answered_by_desk,
        answer.has_resident_post,
        min(len(competences), 2),
        bool(answer.not_working),
        any(competence.has_correspondent for competence in competences),
        any(competence.also_covers for competence in competences),
    )


def test_every_country_tells_whom_to_write_to(client, db):
    """The answer of each country, and the page of one of each look; the 250 in `make drill`."""
    looks = {}
    for country in Country.objects.select_related("zone"):
        answer = Answer.about(country)
        looks[look(answer)] = country
        assert "mailto:" in render_to_string("correspondents/_answer.html", {"answer": answer})

    assert len(looks) > 5
    check_pages_tell_whom_to_write_to(client, looks.values())


@pytest.mark.drill
def test_every_country_has_a_page_that_tells_whom_to_write_to(client, db):
    check_pages_tell_whom_to_write_to(client, Country.objects.all())


def check_pages_tell_whom_to_write_to(client, countries):
    with CaptureQueriesContext(connection) as captured:
        for country in countries:
            response = client.get(country.get_absolute_url())
            assert response.status_code == 200
            assert "mailto:" in response.content.decode(), country

    assert tables_read(captured) <= tables_of(DataChange.Group)


def test_every_post_has_a_page(client, db):
    for post in Post.objects.all():
        assert client.get(post.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "address", ["/pays/zz/", "/pays/s/", "/postes/nulle-part/", "/nulle-part/"]
)
def test_unknown_address_is_a_404_in_the_same_face(client, db, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "Page introuvable" in response.content.decode()


@pytest.mark.parametrize("address", ["/pays/sn/", "/recherche/?q=Gambie", "/correspondants/"])
def test_get_changes_nothing_and_post_is_refused(client, db, address):
    assert client.post(address).status_code == 405


def test_a_card_follows_the_page(client, db):
    person = CorrespondentFactory(email="publique@diplomatie.example", email_is_public=True)

    card = client.get(f"/correspondants/{person.pk}.vcf")

    assert "publique@diplomatie.example" in body(card).decode()
    assert "publique@diplomatie.example" in client.get("/pays/sn/").content.decode()


def test_a_page_with_a_named_address_is_kept_from_search_engines(client, db, settings):
    settings.OFFICIAL_SITE = True
    assert "noindex" not in client.get("/pays/sn/").content.decode()

    CorrespondentFactory(email_is_public=True)

    assert '<meta name="robots" content="noindex">' in client.get("/pays/sn/").content.decode()
    assert (
        '<meta name="robots" content="noindex">' in client.get("/correspondants/").content.decode()
    )


def test_a_demonstration_is_kept_from_search_engines_and_wears_no_emblem(client, db):
    response = client.get("/")

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "fr-logo" not in response.content.decode()


def test_the_official_site_wears_the_emblem(client, db, settings):
    settings.OFFICIAL_SITE = True

    response = client.get("/")

    assert "X-Robots-Tag" not in response.headers
    head = response.content.decode().partition("</header>")[0]
    assert 0 < head.index("fr-logo") < head.index("head__name")  # the emblem is the first, left
    assert "Démonstration" not in response.content.decode()
