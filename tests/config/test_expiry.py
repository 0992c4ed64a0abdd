"""Nothing typed is lost: an expired page and an ended session give the text back."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone

from atlas.models import NewsItem
from config.middleware import SessionLimits
from correspondents.models import SignedLink
from projects.models import Opinion

from ..conftest import StrongClient
from ..factories import LocalAuthorityFactory, OpinionRequestFactory
from .conftest import with_password
from .test_once import NEW, NEWS, browser_of, filled

OWN = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
TEXT = NEWS["title"]


@pytest.fixture
def cocac(dakar):
    return with_password(post=dakar, post_function="validates")


def sent_again(page):
    """What the one button of an expired page sends: all its hidden fields, with its new token."""
    context = page.context
    return {**dict(context["fields"]), "csrfmiddlewaretoken": str(context["csrf_token"])}


def end_session(browser):
    session = browser.session
    session[SessionLimits.STARTED] = time.time() - 13 * 3600
    session.save()


def written_when_over(browser, **values):
    """The answer to a page filled while the session lasted, and sent after its end."""
    page = filled(browser, NEW, **{**NEWS, **values})
    end_session(browser)
    return browser.post(NEW, page, **OWN)


def signed_in_again(browser, user):
    """Sign in by the site's own page, whose token is checked."""
    address = "/compte/connexion/?next=/compte/texte/"
    page = filled(browser, address, login=user.email, password="quatre mots sans suite")
    return browser.post(address, page)


def test_a_page_older_than_the_sign_in_is_sent_again_by_one_button(cocac):
    browser = browser_of(cocac)
    page = filled(browser, NEW, **NEWS)
    end_session(browser)
    browser.get("/compte/")
    signed_in_again(browser, cocac)

    expired = browser.post(NEW, page, **OWN)

    assert expired.status_code == 403
    assert "La page a expiré, votre texte est là" in expired.content.decode()
    assert ("Titre", TEXT) in expired.context["rows"]
    assert browser.post(NEW, sent_again(expired), **OWN).status_code == 302
    assert NewsItem.objects.get().title == TEXT


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://ailleurs.example", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "null"},
        {},
    ],
)
def test_a_page_from_elsewhere_is_refused_without_its_text(cocac, headers):
    page = browser_of(cocac).post(NEW, NEWS, **headers)

    assert page.status_code == 403
    assert "Elle ne vient pas d’une page de ce site" in page.content.decode()
    assert TEXT not in page.content.decode()


def test_the_page_of_another_account_is_not_sent_in_ones_own_name(cocac):
    browser = browser_of(cocac)
    page = filled(browser, NEW, **NEWS)
    end_session(browser)
    browser.get("/compte/")
    signed_in_again(browser, with_password(post=cocac.post, post_function="validates"))

    refused = browser.post(NEW, page, **OWN)

    assert refused.status_code == 403
    assert "un autre compte" in refused.content.decode()
    assert TEXT not in refused.content.decode()


def test_a_page_whose_owner_nobody_knows_is_not_sent_from_the_space(cocac):
    page = browser_of(cocac).post(NEW, NEWS, **OWN)

    assert page.status_code == 403
    assert "un autre compte" not in page.content.decode()
    assert "Les cookies de ce site ont été effacés" in page.content.decode()
    assert TEXT not in page.content.decode()


def test_the_page_of_a_link_is_sent_again_whoever_has_signed_in(cocac, dakar):
    browser = StrongClient(enforce_csrf_checks=True)
    page = filled(browser, "/pays/sn/ecrire/", text="Une longue demande")
    browser.get("/compte/connexion/")
    signed_in_again(browser, cocac)

    expired = browser.post("/pays/sn/ecrire/", page, **OWN)

    assert expired.status_code == 403
    assert "Une longue demande" in expired.content.decode()
    assert expired.context["address"] == "/pays/sn/ecrire/"


def test_a_sign_in_page_that_expired_shows_nothing_of_what_it_held(cocac):
    sent = {"login": cocac.email, "password": "un secret bien à moi", "code": "123456"}

    page = browser_of(cocac).post("/compte/connexion/", sent, **OWN).content.decode()

    assert "Rouvrir la page" in page
    assert "un secret bien à moi" not in page
    assert "123456" not in page


def test_what_is_sent_after_the_end_of_the_session_is_given_back(cocac):
    browser = browser_of(cocac)
    refused = written_when_over(browser)

    assert refused.url == "/compte/connexion/?next=%2Fcompte%2Ftexte%2F"
    assert signed_in_again(browser, cocac).url == "/compte/texte/"
    page = browser.get("/compte/texte/")

    assert page.status_code == 200
    assert ("Titre", TEXT) in page.context["rows"]
    assert "csrfmiddlewaretoken" not in dict(page.context["fields"])
    assert browser.post(NEW, sent_again(page), **OWN).status_code == 302
    assert NewsItem.objects.get().title == TEXT
    assert browser.get("/compte/texte/").status_code == 302, "it was sent: it is erased"


def given_back(browser, user, address, **values):
    """The page that gives back what was sent from `address` once the session had ended."""
    page = filled(browser, address, **values)
    end_session(browser)
    browser.post(address, page, **OWN)
    signed_in_again(browser, user)
    return browser.get("/compte/texte/")


def test_the_choices_are_given_back_in_words_before_the_button(cocac):
    asked = OpinionRequestFactory(post=cocac.post)
    criterion = asked.batch.call.criteria.create(name="Pertinence locale")
    address = f"/espace-poste/avis/{asked.pk}/"
    sent = {"act": "draft", "verdict": "unfavourable", "reasons": "Non, car…"}

    page = given_back(
        browser_of(cocac), cocac, address, **sent, **{f"criterion_{criterion.pk}": "0"}
    )

    assert page.context["rows"] == [
        ("Sens de l’avis", "défavorable"),
        ("Motifs", "Non, car…"),
        ("Pertinence locale (0 à 4)", "0"),
    ]
    text = page.content.decode()
    assert text.index("Non, car…</dd>") < text.index("Envoyer de nouveau")


def test_the_records_of_a_list_are_given_back_by_their_names(cocac):
    page = given_back(browser_of(cocac), cocac, NEW, **NEWS)

    assert ("Pays ou territoire", "Sénégal") in page.context["rows"]


@pytest.mark.parametrize(("function", "act"), [("drafts", "Proposer"), ("validates", "Ajouter")])
def test_a_new_partnership_is_given_back_with_its_two_sides_and_its_act(dakar, function, act):
    lead = LocalAuthorityFactory(name="Sainte-Fictive")
    author = with_password(post=dakar, post_function=function)
    query = f"collectivite={lead.code}&pays=sn&partenaire=Podorfeint&autorite=nouveau"
    address = f"/espace-poste/inventaire/ajouter/?{query}"

    page = given_back(browser_of(author), author, address, started="mai 2019")

    assert page.context["rows"] == [
        ("Collectivité française", lead.told_apart),
        ("Partenaire", "Podorfeint, Sénégal"),
        ("Ce que fait « Envoyer de nouveau »", f"{act} le partenariat"),
        ("Début", "mai 2019"),
    ]


def test_a_text_read_before_a_button_is_given_back_with_it(dakar):
    drafter = with_password(post=dakar, post_function="drafts")
    asked = OpinionRequestFactory(post=dakar)
    Opinion.objects.create(
        request=asked,
        application=asked.application,
        verdict="favourable",
        reasons="Le texte que je soumets.",
        drafted_by="V. I.",
    )
    address = f"/espace-poste/avis/{asked.pk}/relire/"

    page = given_back(browser_of(drafter), drafter, address, act="submit")

    assert ("Motifs", "Le texte que je soumets.") in page.context["rows"]
    assert ("Sens de l’avis", "favorable") in page.context["rows"]


def test_a_link_received_by_mail_gives_it_back_too(cocac):
    browser = browser_of(cocac)
    written_when_over(browser)
    page = filled(browser, "/compte/lien/", email=cocac.email)
    browser.post("/compte/lien/", page)
    address = f"/compte/lien/{SignedLink.objects.latest('pk').token}/"

    opened = browser.post(address, filled(browser, address))

    assert opened.url == "/compte/texte/"
    assert TEXT in browser.get(opened.url).content.decode()


def test_the_delegation_reads_it_after_its_second_factor(delegation):
    browser = browser_of(delegation)
    address = "/admin/correspondents/unrecognisedentity/add/"
    page = filled(browser, address, name="Terre inventée")
    end_session(browser)
    browser.post(address, page, **OWN)

    weak = Client()
    weak.cookies = browser.cookies
    weak.force_login(delegation)
    assert weak.get("/compte/texte/").url.startswith("/compte/second-facteur/")

    browser.force_login(delegation)
    rows = browser.get("/compte/texte/").context["rows"]
    assert "Terre inventée" in [text for _, text in rows]


@pytest.mark.slow
def test_another_account_finds_nothing_and_the_first_one_neither_afterwards(cocac):
    browser = browser_of(cocac)
    written_when_over(browser)
    signed_in_again(browser, with_password(post=cocac.post, post_function="validates"))

    page = browser.get("/compte/texte/", follow=True)

    assert TEXT not in page.content.decode()
    assert "lost_page" not in browser.session


def kept_texts():
    """The rows of the base that hold the text, expired or not."""
    return [row for row in Session.objects.all() if TEXT in str(row.get_decoded())]


@pytest.mark.slow
def test_it_is_kept_for_half_an_hour_whatever_the_session_that_follows(cocac):
    browser = browser_of(cocac)
    written_when_over(browser)
    signed_in_again(browser, cocac)
    browser.get("/espace-poste/")

    [row] = kept_texts()
    assert row.expire_date <= timezone.now() + timedelta(minutes=30)
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now())

    assert browser.get("/compte/texte/").status_code == 302
    assert "lost_page" not in browser.session
    assert kept_texts() == []


@pytest.mark.slow
def test_it_is_erased_once_sent_or_of_another_account(cocac):
    for user in (cocac, with_password(post=cocac.post, post_function="validates")):
        browser = browser_of(cocac)
        written_when_over(browser)
        signed_in_again(browser, user)
        page = browser.get("/compte/texte/")
        if user == cocac:
            browser.post(NEW, sent_again(page), **OWN)
        assert kept_texts() == []


def test_a_text_that_nobody_came_back_for_is_erased_with_the_next_mails(cocac):
    written_when_over(browser_of(cocac))
    Session.objects.update(expire_date=timezone.now())

    call_command("send_mails", verbosity=0)

    assert kept_texts() == []


def test_the_session_that_follows_lasts_as_long_as_any(cocac, settings):
    browser = browser_of(cocac)
    written_when_over(browser)
    signed_in_again(browser, cocac)
    browser.get("/compte/texte/")

    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_nothing_is_kept_for_who_was_never_signed_in(db):
    browser = StrongClient(enforce_csrf_checks=True)
    page = filled(browser, "/pays/sn/ecrire/", **NEWS)

    refused = browser.post(NEW, page, **OWN)

    assert refused.url == f"/compte/connexion/?next={NEW}"
    assert "lost_page" not in browser.session


def test_a_token_made_up_or_a_cookie_forged_is_of_nobody(cocac):
    browser = browser_of(cocac)
    browser.get(NEW)
    browser.cookies["page_owners"] = TimestampSigner(key="autre").sign("0:1")
    browser.cookies["csrftoken"] = "x" * 32

    refused = browser.post(NEW, {**NEWS, "csrfmiddlewaretoken": "n’importe quoi"}, **OWN)

    assert refused.status_code == 403
    assert TEXT not in refused.content.decode()
