"""Links of mails: signed, for one purpose, one use, a time; their tokens are in no log."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from config.logs import LineWithoutTokens
from correspondents.mailing.tokens import hide_tokens
from correspondents.models import SignedLink

from ...factories import CorrespondentFactory

CONFIRM, DEPARTURE = SignedLink.Purpose.CONFIRM, SignedLink.Purpose.DEPARTURE


def issue(person=None, purpose=CONFIRM, **days):
    lasts = timedelta(**days or {"days": 30})
    person = person or CorrespondentFactory()
    return SignedLink.objects.issue(purpose, person, to="qui@diplomatie.example", lasts=lasts)


def test_a_token_leads_back_to_its_link(db):
    link = issue()

    assert SignedLink.objects.read(link.token, CONFIRM) == link


@pytest.mark.parametrize("spoil", [str.upper, lambda t: t[:-1], lambda t: t[1:], lambda t: ""])
def test_a_spoilt_token_is_nobodys(db, spoil):
    assert SignedLink.objects.read(spoil(issue().token), CONFIRM) is None


def test_a_token_of_one_purpose_is_nothing_to_another(db):
    assert SignedLink.objects.read(issue(purpose=DEPARTURE).token, CONFIRM) is None


def test_the_token_is_not_in_the_base(db):
    link = issue()
    secret = link.token.split(":")[1]

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM correspondents_signedlink l")
        rows = cursor.fetchall()

    assert secret not in str(rows)


def test_a_link_serves_once(db):
    link = issue()

    assert link.use("exact") is True
    assert link.use("exact") is False
    assert link.why_closed.startswith("Ce lien a déjà servi le ")


def test_an_expired_link_says_so_and_does_not_serve(db):
    link = issue()
    SignedLink.objects.update(
        created_at=timezone.now() - timedelta(days=31), expires_at=timezone.now()
    )
    link.refresh_from_db()

    assert link.use() is False
    assert link.why_closed.startswith("Ce lien a expiré le ")


def test_a_revoked_link_does_not_serve(db):
    link = issue()

    assert SignedLink.objects.revoke(CONFIRM, link.target) == 1

    link.refresh_from_db()
    assert link.use() is False
    assert link.why_closed.startswith("Ce lien a été annulé le ")


def test_a_log_holds_no_token(db):
    token = issue().token
    record = logging.makeLogRecord(
        {"msg": "Not Found: %s", "args": (f"/confirmer/{token}/",), "levelname": "WARNING"}
    )

    assert LineWithoutTokens().format(record) == "Not Found: /confirmer/…/"


def test_a_token_written_by_a_browser_is_hidden_too(db):
    assert hide_tokens(issue().token.replace(":", "%3A")) == "…"


def test_the_key_of_a_forgotten_password_is_hidden():
    path = "/compte/mot-de-passe/oublie/1a-d9v6m2-0123456789abcdef0123456789abcdef/"

    assert hide_tokens(path) == "/compte/mot-de-passe/oublie/…/"
    assert hide_tokens("/compte/mot-de-passe/oublie/envoye/").endswith("/oublie/envoye/")


def test_the_history_holds_no_token(client, db):
    from pghistory.models import Context

    link = issue()

    client.post(f"/confirmer/{link.token}/", {"reponse": "exact"})

    urls = [context.metadata.get("url") for context in Context.objects.all()]
    assert "/confirmer/…/" in urls
    assert link.token not in str(urls)
