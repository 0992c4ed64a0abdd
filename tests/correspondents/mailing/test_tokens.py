"""Tokens: out of the outbox, given back when a mail leaves, to no other mail."""

from datetime import timedelta

import pytest
from django.test import Client

from correspondents.mailing import mail
from correspondents.mailing.tokens import give_tokens, take_tokens
from correspondents.models import SignedLink
from correspondents.sending.delivery import send_ready

from ...factories import CorrespondentFactory
from ...mailserver import plain
from ...test_access import addresses

PURPOSES = SignedLink.Purpose.values


@pytest.fixture
def link(db):
    person, days = CorrespondentFactory(), timedelta(days=3)
    to = "qui@diplomatie.example"
    return SignedLink.objects.issue("confirm", person, to=to, lasts=days)


def test_a_token_leaves_the_text_and_comes_back_the_same(link):
    text = f"https://annuaire.example/confirmer/{link.token}/ et {link.token}."

    stored = take_tokens(text, "essai", PURPOSES)

    assert link.token not in stored
    assert link.token.partition(":")[2] not in stored
    assert give_tokens(stored, "essai") == text


def test_a_place_holder_copied_into_another_mail_is_never_signed(link):
    stored = take_tokens(link.token, "essai", PURPOSES)

    assert give_tokens(stored, "autre") == stored
    forged = stored.replace("confirm", "sign_in")
    assert give_tokens(forged, "essai") == forged


@pytest.mark.parametrize("text", ["", "a" * 32 + ":" + "b" * 43, "1.2.3", "0" * 32 + ".confirm."])
def test_what_is_no_token_stays_as_it_is(text):
    assert take_tokens(text, "essai", PURPOSES) == text
    assert give_tokens(text, "essai") == text


def test_each_attempt_gives_the_same_link(link, box):
    url = mail.absolute(f"/confirmer/{link.token}/")
    context = {"person": link.target, "url": url, "link_days": 3}
    box.refuse["qui@diplomatie.example"] = "450 4.2.1 Plus tard"
    message = mail.write("confirmation_again", to=link.sent_to, key="essai", context=context)
    send_ready()
    message.refresh_from_db()
    assert message.tries == 1
    assert link.token not in message.text + message.html

    box.refuse.clear()
    message.next_try_at = message.created_at
    message.save()
    send_ready()

    (arrived,) = box.mails
    assert f"{url}\r\n" in plain(arrived)


ROUTES = [
    "confirmer",
    "depart",
    "desabonnement",
    "compte/lien",
    "compte/invitation",
    "atlas/coordination/reunion",
    "alertes/confirmer",
    "alertes/arreter",
    "atlas/proposer",
    "avis",
    "avis/validation",
]


@pytest.mark.parametrize("route", ROUTES)
def test_a_link_that_was_cut_says_so(link, route):
    page = Client().get(f"/{route}/{link.token[:-4]}/")

    assert page.status_code == 404
    assert "Ce lien est incomplet" in page.content.decode()


@pytest.mark.parametrize("end", ["%22", ".", ">", "/).", "»", "%C2%A0"])
def test_a_link_with_the_sign_that_followed_it_in_a_text_leads_there(link, end):
    page = Client().get(f"/confirmer/{link.token}{end}")

    assert (page.status_code, page.headers["Location"]) == (302, f"/confirmer/{link.token}/")
    assert Client().get(f"/pays/gm{end}").status_code == 404


# A page of its own stands where these links begin.
PAGES = {"compte/lien/", "atlas/proposer/"}


@pytest.mark.parametrize("end", ["/", ""])
def test_a_link_cut_before_its_token_says_so(db, end):
    roots = {route.split("<str:token>")[0] for route in addresses() if "<str:token>" in route}
    assert roots >= PAGES

    for root in roots - PAGES:
        page = Client().get(f"/{root.rstrip('/')}{end}", follow=True)
        assert page.status_code == 404, root
        assert "Ce lien est incomplet" in page.content.decode(), root


def test_a_page_that_is_not_there_speaks_of_no_link(db):
    page = Client().get("/pays/zz/")

    assert page.status_code == 404
    assert "lien est incomplet" not in page.content.decode()
