"""Signing in: the same answer to everybody unknown, a second factor for the delegation."""

import html5lib
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from correspondents.models import Message, User

from ..factories import UserFactory
from ..mailserver import leaving
from .conftest import PASSWORD, code_of, everybody, sign_in, with_password

LOGIN = "/compte/connexion/"
RESET = "/compte/mot-de-passe/oublie/"
SET_UP = "/compte/second-facteur/application/"


def test_a_wrong_password_is_answered_alike_for_every_address(browser, dakar, hashes):
    answers = {}
    for kind, email in everybody(dakar).items():
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(LOGIN, {"login": email, "password": "un autre, inexact"})
        text = response.content.decode().replace(email, "…")
        errors = tuple(response.context["form"].non_field_errors())
        answers[kind] = (response.status_code, errors, len(text), len(queries), len(hashes))

    assert len(set(answers.values())) == 1, answers
    assert answers["unknown"][4] == 1
    assert "compte fermé" in answers["unknown"][1][0]


def test_a_closed_account_is_not_told_even_with_its_password(browser, dakar):
    closed = with_password(post=dakar, is_active=False)

    response = sign_in(browser, closed)

    assert response.status_code == 422
    assert "compte fermé" in response.context["form"].non_field_errors()[0]


def test_a_post_signs_in_with_a_password_and_needs_no_row_of_addresses(browser, dakar):
    response = sign_in(browser, with_password(post=dakar))

    assert response.status_code == 302
    assert browser.get("/compte/").context["user"].post == dakar
    assert not EmailAddress.objects.exists()


def test_signing_in_goes_on_to_the_page_asked_for_and_nowhere_else(browser, dakar):
    user = with_password(post=dakar)

    assert sign_in(browser, user, next="/postes/")["Location"] == "/postes/"
    browser.post("/compte/deconnexion/")
    assert "exemple" not in sign_in(browser, user, next="https://exemple.example/")["Location"]


def test_the_delegation_gives_a_code_after_its_password(browser, db):
    staff = with_password(delegation=True)

    asked = sign_in(browser, staff, next="/admin/correspondents/post/")
    assert asked["Location"] == "/compte/second-facteur/code/"
    assert browser.get("/admin/").status_code == 302
    wrong = browser.post(asked["Location"], {"code": "000000"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    given = browser.post(asked["Location"], {"code": code_of()})

    assert given["Location"] == "/admin/correspondents/post/"
    assert browser.get(given["Location"]).status_code == 200


def test_a_code_serves_once(browser, db):
    staff, code = with_password(delegation=True), code_of()
    for _ in range(2):
        sign_in(browser, staff)
        last = browser.post("/compte/second-facteur/code/", {"code": code})
        browser.post("/compte/deconnexion/")

    assert last.status_code == 422


def without_factor():
    staff = with_password(delegation=True)
    Authenticator.objects.filter(user=staff).delete()
    return staff


@pytest.mark.slow
def test_the_delegation_sets_its_second_factor_before_any_page(
    browser, db, django_capture_on_commit_callbacks
):
    staff = without_factor()
    sign_in(browser, staff)

    sent = browser.get("/admin/correspondents/post/")
    page = browser.get(sent["Location"])
    secret = browser.session[SECRET_SESSION_KEY]
    with django_capture_on_commit_callbacks(execute=True):
        kept = browser.post(sent["Location"], {"code": code_of(secret)})
    codes = browser.get(kept["Location"])

    assert sent["Location"].startswith(SET_UP)
    assert secret in page.content.decode()
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["next_page"] == "/admin/correspondents/post/"
    assert browser.get(codes.context["next_page"]).status_code == 200
    assert Message.objects.filter(kind="second_factor_set", to=staff.email).count() == 1


def test_a_write_to_the_admin_waits_for_the_second_factor_too(browser, db):
    sign_in(browser, without_factor())

    response = browser.post("/admin/correspondents/zone/add/", {"name": "Zone d’essai"})

    assert response["Location"].startswith(SET_UP)


def test_a_session_opened_with_a_password_alone_is_strengthened(browser, delegation):
    browser.force_login(delegation)

    sent = browser.get("/admin/correspondents/post/")
    given = browser.post(sent["Location"], {"code": code_of()})

    assert sent["Location"].startswith("/compte/second-facteur/verification/")
    assert given["Location"] == "/admin/correspondents/post/"
    assert browser.get(given["Location"]).status_code == 200


@pytest.mark.slow
def test_a_recovery_code_opens_a_session_once(browser, db):
    staff = without_factor()
    sign_in(browser, staff)
    browser.get(SET_UP)
    browser.post(SET_UP, {"code": code_of(browser.session[SECRET_SESSION_KEY])})
    code = browser.get("/compte/second-facteur/codes/").context["unused_codes"][0]

    opened = []
    for _ in range(2):
        browser.post("/compte/deconnexion/")
        sign_in(browser, staff)
        answer = browser.post("/compte/second-facteur/code/", {"code": code})
        opened.append(answer.status_code == 302)

    assert opened == [True, False]


def test_the_delegation_cannot_take_its_second_factor_off(client, delegation):
    client.force_login(delegation)

    response = client.post("/compte/second-facteur/application/retirer/")

    assert "obligatoire pour la délégation" in response.content.decode()
    assert Authenticator.objects.filter(user=delegation).exists()


def test_the_admin_has_no_sign_in_page_of_its_own(browser, db):
    there = browser.get("/admin/correspondents/post/", follow=True)

    assert there.redirect_chain[-1][0] == "/compte/connexion/?next=/admin/correspondents/post/"
    assert "Annuaire" in there.content.decode()


def test_a_post_that_goes_to_the_admin_is_refused_not_sent_round(client, dakar):
    client.force_login(UserFactory(post=dakar))

    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.slow
def test_leaving_is_a_post(client, delegation):
    client.force_login(delegation)

    for address in ["/compte/deconnexion/", "/admin/logout/"]:
        assert client.get(address).status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_confirm_login_code", "account_inactive"]
)
def test_what_nobody_may_do_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


# Passwords


def test_asking_for_a_new_password_is_answered_alike_and_written_to_open_accounts(browser, dakar):
    answers, addresses = {}, everybody(dakar)
    browser.post(RESET, {"email": "premiere@diplomatie.example"})  # fills Django's own caches
    for kind, email in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(RESET, {"email": email}, follow=True)
        answers[kind] = (response.redirect_chain, response.content, len(queries))

    assert len({(str(a[0]), a[1], a[2]) for a in answers.values()}) == 1
    written = set(Message.objects.values_list("to", flat=True))
    assert written == {addresses[kind] for kind in ["known", "invited", "delegation"]}


def test_a_new_password_is_chosen_by_the_link_once(browser, dakar, settings):
    user = with_password(post=dakar)
    browser.post(RESET, {"email": user.email})
    link = next(
        w for w in leaving(Message.objects.get()).split() if w.startswith(settings.SITE_URL)
    )
    path = link.removeprefix(settings.SITE_URL)
    chosen = {"password1": "cinq mots bien au hasard", "password2": "cinq mots bien au hasard"}

    form = browser.get(path)
    done = browser.post(form["Location"], chosen)

    assert done["Location"] == f"{RESET}change/"
    assert "a déjà servi, ou a expiré" in browser.get(path).content.decode()
    assert sign_in(browser, user, chosen["password1"]).status_code == 302
    assert Message.objects.filter(kind="password_changed", to=user.email).exists()
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("onzelettres", "trop court"),
        ("123456789012", "entièrement numérique"),
        ("1qaz2wsx3edc", "trop courant"),
        ("diplomatie12", "trop semblable"),
    ],
)
def test_a_weak_password_is_refused_in_french(browser, dakar, password, why):
    user = with_password(post=dakar)
    sign_in(browser, user)

    response = browser.post(
        "/compte/mot-de-passe/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    user.refresh_from_db()
    assert why in " ".join(response.context["form"].errors["password1"])
    assert user.check_password(PASSWORD)


def test_two_different_passwords_are_told(browser, dakar):
    sign_in(browser, with_password(post=dakar))

    data = {"oldpassword": PASSWORD, "password1": "quatre mots choisis", "password2": "autre"}
    text = browser.post("/compte/mot-de-passe/", data).content.decode()

    assert "mot de passe" in text
    assert "You must" not in text


# Limits


def test_the_sixth_wrong_password_waits(browser, dakar):
    user = with_password(post=dakar)
    for _ in range(5):
        sign_in(browser, user, "un mot de passe inexact")

    late = sign_in(browser, user)

    assert "Attendez cinq minutes" in late.content.decode()


def test_too_many_requests_are_told_in_the_site_s_face(browser, db):
    for _ in range(4):
        last = browser.post(RESET, {"email": "personne@diplomatie.example"})

    assert last.status_code == 429
    assert "Trop d’essais" in last.content.decode()
    assert "Attendez un quart d’heure" in last.content.decode()


def test_limits_are_counted_once_for_every_process(db):
    one, other = DatabaseCache("shared_cache", {}), DatabaseCache("shared_cache", {})

    one.set("essais", [1, 2])

    assert other.get("essais") == [1, 2]


def test_a_port_in_the_host_buys_no_more_tries(browser, dakar):
    user = with_password(post=dakar)
    data = {"login": user.email, "password": "un mot de passe inexact"}

    for port in range(6):
        last = browser.post(LOGIN, data, headers={"host": f"localhost:{8000 + port}"})

    assert "Attendez cinq minutes" in last.content.decode()


# Pages

SIGNED_IN = [
    "/compte/",
    "/compte/deconnexion/",
    "/compte/verification/",
    "/compte/mot-de-passe/",
    "/compte/second-facteur/",
    "/compte/second-facteur/application/",
    "/compte/second-facteur/codes/nouveaux/",
]
FOR_VISITORS = ["/compte/lien/envoye/", f"{RESET}envoye/", f"{RESET}change/", f"{RESET}1-faux/"]


def is_sound(response):
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    assert response.status_code == 200
    assert text.count("<h1") == 1
    assert 'style="' not in text


@pytest.mark.parametrize("address", FOR_VISITORS)
def test_a_page_for_visitors_is_sound(browser, db, address):
    is_sound(browser.get(address))


@pytest.mark.parametrize("address", SIGNED_IN)
def test_a_page_of_accounts_is_sound_and_for_whoever_is_signed_in(browser, dakar, address):
    assert browser.get(address).status_code in {302, 403}
    sign_in(browser, with_password(post=dakar))

    is_sound(browser.get(address))


def test_a_field_is_labelled_in_our_words_and_helped(browser, dakar):
    assert "Adresse électronique" in browser.get(LOGIN).content.decode()
    sign_in(browser, with_password(post=dakar))

    text = browser.get("/compte/mot-de-passe/").content.decode()

    for words in ["Mot de passe actuel", "Nouveau mot de passe", "au minimum 12 caractères"]:
        assert words in text
    assert "placeholder" not in text.split("<main")[1]


def test_a_visitor_of_public_pages_reads_no_session(browser, db):
    response = browser.get("/compte/connexion/")
    page = browser.get("/accessibilite/")

    assert response.status_code == page.status_code == 200
    assert "sessionid" not in browser.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert LOGIN in page.content.decode()


@pytest.mark.slow
def test_the_command_that_creates_a_superuser_still_works(db, monkeypatch):
    from django.core.management import call_command

    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="chef@diplomatie.example", interactive=False, verbosity=0)

    assert User.objects.get(email="chef@diplomatie.example").is_superuser
