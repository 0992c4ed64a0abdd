"""The digest of the week: once, only when there is something to say, and easily stopped."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from correspondents.editions.at_a_post import changes_since
from correspondents.models import Correspondent, Message, Post, SignedLink, User
from correspondents.sending.delivery import send_ready

from ...factories import CorrespondentFactory
from ..at_post import days

pytestmark = pytest.mark.django_db


def send(capsys):
    call_command("send_digests")
    return capsys.readouterr().out.strip()


def told(post, since=7):
    return [str(line) for line in changes_since(post, timezone.now() - timedelta(days=since))]


@pytest.fixture
def all_is_well(dakar):
    """A post that lacks nothing, whose entries were made long ago."""
    Post.objects.filter(slug="dakar").update(mailbox="scac.dakar@diplomatie.example")
    for role in ("correspondent", "backup"):
        CorrespondentFactory(role=role, verified_on=days(-30))
    for model in (Correspondent, Post):
        age(model)


def age(model, count=30):
    """Make the model's history as old as that, in days."""
    then = timezone.now() - timedelta(days=count)
    model.pgh_event_model.objects.update(pgh_created_at=then)


def test_it_is_written_once_a_week_to_who_validates(cocac, volunteer, capsys):
    assert send(capsys) == "1 messages écrits"
    assert send(capsys) == "0 messages écrits"

    message = Message.objects.get()
    assert message.to == cocac.email
    assert "Le poste n’a pas de correspondant" in message.text
    assert "http://localhost:8000/espace-poste/" in message.text
    assert SignedLink.objects.count() == 1


def test_it_is_written_again_the_next_week(cocac, capsys):
    send(capsys)
    Message.objects.update(key=f"digest {cocac.pk}, 2020-W01")

    assert send(capsys) == "1 messages écrits"


@pytest.mark.parametrize("change", [{"is_active": False}, {"wants_digest": False}])
def test_it_is_not_written_to_who_left_or_does_not_want_it(cocac, capsys, change):
    User.objects.update(**change)

    assert send(capsys) == "0 messages écrits"


def test_nothing_to_say_is_no_mail(cocac, all_is_well, capsys):
    assert send(capsys) == "0 messages écrits"
    assert not SignedLink.objects.exists()


def test_the_checks_of_the_month_are_told(cocac, all_is_well, capsys):
    Correspondent.objects.filter(role="backup").update(verified_on=days(-170))
    age(Correspondent)

    send(capsys)

    assert re.search(r"À vérifier dans le mois :\n- .*, Suppléant", Message.objects.get().text)


def test_what_changed_is_told_in_a_few_words(dakar, all_is_well):
    Post.objects.filter(pk=dakar.pk).update(phone="+221 33 839 51 00")
    person = Correspondent.objects.get(role="correspondent")
    Correspondent.objects.filter(pk=person.pk).update(email="autre@diplomatie.example")
    person.refresh_from_db()
    person.end_tenure(on=days(40))
    CorrespondentFactory(role="cocac", first_name="Zoé", last_name="Nouvelle")
    CorrespondentFactory(post=Post.objects.get(slug="lome"), last_name="Ailleurs")

    lines = told(dakar)

    assert any(line.startswith(f"{person} : fin de fonction le") for line in lines)
    assert any("modifié (courriel)" in line for line in lines)
    assert "Zoé Nouvelle : entrée enregistrée" in lines
    assert "Fiche du poste : modifié (téléphone du standard)" in lines
    assert not any("Ailleurs" in line for line in lines)


def test_what_was_undone_meanwhile_is_not_told(dakar, all_is_well):
    Correspondent.objects.filter(role="backup").update(function="Essai")
    Correspondent.objects.filter(role="backup").update(function="Chargée de coopération")

    assert told(dakar) == []


def test_mail_programs_are_given_a_way_to_unsubscribe_that_is_not_kept_once_sent(cocac, capsys):
    send(capsys)
    headers = Message.objects.get().headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/desabonnement/" in headers["List-Unsubscribe"]

    assert send_ready() == (1, 0)

    assert Message.objects.get().headers == {}


@pytest.fixture
def address(cocac):
    link = SignedLink.objects.issue("unsubscribe", cocac, to=cocac.email, lasts=timedelta(days=60))
    return f"/desabonnement/{link.token}/"


def test_opening_the_link_changes_nothing(client, cocac, address):
    for _ in range(2):
        client.head(address)
        response = client.get(address)

    cocac.refresh_from_db()
    assert cocac.wants_digest
    assert "Ne plus le recevoir" in response.content.decode()
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_a_mail_program_stops_it_in_one_click(cocac, address):
    strict = Client(enforce_csrf_checks=True)

    first = strict.post(address, {"List-Unsubscribe": "One-Click"})
    again = strict.post(address, {"List-Unsubscribe": "One-Click"})

    cocac.refresh_from_db()
    assert not cocac.wants_digest
    assert "C’est fait" in first.content.decode()
    assert "Ce lien a déjà servi le" in again.content.decode()


def test_a_link_that_has_expired_stops_nothing(client, cocac, address):
    SignedLink.objects.update(
        created_at=timezone.now() - timedelta(days=90),
        expires_at=timezone.now() - timedelta(days=1),
    )

    response = client.post(address)

    cocac.refresh_from_db()
    assert cocac.wants_digest
    assert "Ce lien a expiré le" in response.content.decode()


def test_a_link_made_for_something_else_is_a_404(client, cocac):
    link = SignedLink.objects.issue("sign_in", cocac, to=cocac.email, lasts=timedelta(days=1))

    assert client.post(f"/desabonnement/{link.token}/").status_code == 404
