"""Links sent by mail to sign in and to accept an invitation: GET shows, POST acts, once."""

import re

import html5lib
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.models import Message, SignedLink
from correspondents.sending.invitations import invite

from ..factories import TOTP_SECRET, UserFactory
from ..mailserver import leaving
from .conftest import PASSWORD, code_of, everybody, with_password

ASK = "/compte/lien/"
CHOSEN = {"password1": "cinq mots bien au hasard", "password2": "cinq mots bien au hasard"}


def path_in_mail():
    """The path of the link in the only mail written."""
    words = leaving(Message.objects.get()).split()
    return next(word for word in words if word.startswith(settings.SITE_URL)).removeprefix(
        settings.SITE_URL
    )


def asked(browser, user):
    browser.post(ASK, {"email": user.email})
    return path_in_mail()


def is_signed_in(browser):
    return browser.get("/compte/").status_code == 200


def expire():
    past = timezone.now() - timezone.timedelta(days=30)
    SignedLink.objects.update(created_at=past, expires_at=past + timezone.timedelta(minutes=1))


def test_asking_for_a_link_is_answered_alike_and_written_to_posts_only(
    browser,
    dakar,
    hashes,
):
    answers, addresses = {}, everybody(dakar)
    browser.post(ASK, {"email": "premiere@diplomatie.example"})  # fills Django's own caches
    for kind, email in addresses.items():
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(ASK, {"email": email}, follow=True)
        answers[kind] = (response.redirect_chain[0], response.content, len(queries), len(hashes))

    assert len(set(answers.values())) == 1
    written = set(Message.objects.values_list("to", flat=True))
    assert written == {addresses["known"], addresses["invited"]}
    assert SignedLink.objects.count() == 2


def test_a_scanner_that_opens_the_link_changes_nothing(browser, dakar):
    path = asked(browser, UserFactory(post=dakar))

    for _ in range(2):
        assert Client().get(path).status_code == Client().head(path).status_code == 200

    assert not SignedLink.objects.get().used_at
    assert not is_signed_in(browser)


def test_the_button_signs_in_once(browser, dakar):
    path = asked(browser, UserFactory(post=dakar))
    page = browser.get(path)
    opened = browser.post(path)
    again = Client().post(path)

    html5lib.HTMLParser(strict=True).parse(page.content.decode())
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert opened.status_code == 302
    assert is_signed_in(browser)
    assert again.status_code == 410
    assert "Ce lien a déjà servi le" in again.content.decode()


def test_an_expired_link_says_so_and_what_to_do(browser, dakar):
    path = asked(browser, UserFactory(post=dakar))
    expire()

    response = browser.post(path)

    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    assert response.status_code == 410
    assert "Ce lien a expiré le" in response.content.decode()
    assert "Demandez-en un autre" in response.content.decode()


def test_a_link_of_another_purpose_opens_nothing(browser, dakar):
    path = asked(browser, UserFactory(post=dakar))

    for wrong in [path.replace("lien", "invitation"), f"{ASK}faux/", path.replace(":", ":a")]:
        assert browser.post(wrong, CHOSEN).status_code == 404
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"email": "autre@diplomatie.example"}, {"is_staff": True}]
)
def test_a_link_opens_nothing_to_an_account_that_has_changed(browser, dakar, change):
    user = UserFactory(post=dakar)
    path = asked(browser, user)
    type(user).objects.filter(pk=user.pk).update(**change)

    assert browser.post(path).status_code == 410
    assert not is_signed_in(browser)


def test_a_link_does_not_excuse_from_the_second_factor(browser, dakar):
    user = UserFactory(post=dakar)
    TOTP.activate(user, TOTP_SECRET)

    asked_for = browser.post(asked(browser, user))
    assert asked_for["Location"] == "/compte/second-facteur/code/"
    assert not is_signed_in(browser)
    browser.post(asked_for["Location"], {"code": code_of()})

    assert is_signed_in(browser)


def test_a_link_takes_the_place_of_whoever_was_signed_in(client, dakar, delegation):
    user = UserFactory(post=dakar)
    path = asked(Client(), user)
    client.force_login(delegation)

    client.post(path)

    assert client.get("/compte/").context["user"] == user
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/espace-poste/avis/", "/espace-poste/avis/"),
        ("https://ailleurs.example/", "/espace-poste/"),
        ("//ailleurs.example/", "/espace-poste/"),
    ],
)
def test_a_link_leads_where_one_was_going(browser, dakar, wanted, reached):
    user = UserFactory(post=dakar)
    page = browser.get("/compte/connexion/", {"next": wanted}).content.decode()
    ask = re.search(rf'href="({ASK}[^"]*)"', page)[1].replace("&amp;", "&")

    browser.post(ask, {"email": user.email})

    assert browser.post(path_in_mail())["Location"] == reached


def test_an_invited_person_chooses_a_password_and_is_in(browser, dakar):
    user = UserFactory(post=dakar)
    invite(user)
    path = path_in_mail()

    page = browser.get(path)
    weak = browser.post(path, {"password1": "court", "password2": "court"})
    browser.post(path, CHOSEN)

    html5lib.HTMLParser(strict=True).parse(page.content.decode())
    assert "trop court" in weak.content.decode()
    assert is_signed_in(browser)
    user.refresh_from_db()
    assert user.check_password(CHOSEN["password1"])


def test_an_invitation_says_who_invites(dakar):
    head = UserFactory(delegation=True, first_name="Lise", last_name="Fictive")

    by_name, by_the_delegation = invite(UserFactory(post=dakar), by=head), invite(head)

    assert f"Lise Fictive, de la {settings.DELEGATION_SHORT_NAME}, vous a ouvert" in by_name.text
    assert f"La {settings.DELEGATION_NAME} vous a ouvert" in by_the_delegation.text


def test_an_invitation_serves_once_and_says_what_to_do_next(browser, dakar):
    invite(UserFactory(post=dakar))
    path = path_in_mail()
    browser.post(path, CHOSEN)

    other = Client().post(path, {"password1": PASSWORD, "password2": PASSWORD})

    assert other.status_code == 410
    assert "demandez à la délégation de vous inviter de nouveau" in other.content.decode()


def test_a_new_invitation_closes_the_one_before(browser, dakar):
    user = with_password(post=dakar)
    invite(user)
    first = path_in_mail()
    invite(user)

    response = browser.post(first, CHOSEN)

    assert "Ce lien a été annulé" in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_invited_delegation_still_sets_its_second_factor(browser, db):
    staff = UserFactory(delegation=True)
    staff.authenticator_set.all().delete()
    invite(staff)

    browser.post(path_in_mail(), CHOSEN)

    assert browser.get("/admin/")["Location"].startswith("/compte/second-facteur/application/")
