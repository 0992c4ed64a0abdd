"""An answer by a mail's link is taken back for a day: what was asked is asked again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Check, Correspondent, Message, Proposal, SignedLink

from ...factories import UserFactory
from .test_pages import BOX, address, correction, leave
from .test_pages import person as person  # the fixture

UNDO = {"reponse": "annuler"}


def of_person(person):
    person.refresh_from_db()
    return person


def test_all_is_exact_is_taken_back(client, person):
    person.verify(by="le poste", on=timezone.localdate() - timedelta(days=200))
    person.doubt()
    Check.objects.create(correspondent=person, reason="doubt")
    path = address(person)
    client.post(path, {"reponse": "exact"})

    response = client.post(path, UNDO, follow=True)

    assert "Tout est exact" in response.content.decode()
    assert of_person(person).verified_on == timezone.localdate() - timedelta(days=200)
    assert person.verified_by == "le poste"
    assert person.to_confirm_since == timezone.localdate()
    assert Check.objects.open().get().correspondent == person
    assert SignedLink.objects.get().is_open


def test_a_correction_is_taken_back(client, person):
    path = address(person)
    client.post(path, correction(person, function="Attachée"))

    client.post(path, UNDO)

    assert Proposal.objects.get().decision == "withdrawn"
    assert Check.objects.open().exists()
    assert SignedLink.objects.get().is_open


def test_a_departure_is_taken_back(client, person):
    path = address(person)
    leave(client, path)

    client.post(path, UNDO)

    assert of_person(person).hidden_since is None
    assert "Interrogée" in client.get("/pays/sn/").content.decode()
    assert not Proposal.objects.pending().exists()
    assert not SignedLink.objects.open().filter(purpose="departure").exists()


@pytest.mark.slow
def test_what_the_post_has_decided_is_not_taken_back(client, person):
    path = address(person)
    leave(client, path)
    client.post(address(person, "departure", to=BOX), {"reponse": "parti"})

    response = client.post(path, UNDO)

    assert response.status_code == 422
    assert "Le poste a déjà répondu" in response.content.decode()
    assert of_person(person).ended_on == timezone.localdate()


@pytest.mark.parametrize("days", [0, 1])
def test_what_the_post_has_decided_offers_no_undo(client, person, days):
    path = address(person)
    leave(client, path, last_day=timezone.localdate() - timedelta(days=days))
    client.post(address(person, "departure", to=BOX), {"reponse": "parti"})

    page = client.get(path).content.decode()

    assert "Annuler ma réponse" not in page
    assert "Le poste a répondu le" in page
    refused = client.post(path, UNDO)
    assert "Le poste a déjà répondu" in refused.content.decode()


def test_who_was_told_of_a_departure_is_told_that_it_is_taken_back(client, person):
    path = address(person)
    leave(client, path)
    Message.objects.filter(kind="departure").update(sent_at=timezone.now(), text="", html="")
    link = SignedLink.objects.filter(purpose="departure").get(sent_to=BOX)

    client.post(path, UNDO)

    assert Message.objects.filter(kind="proposal_withdrawn", to=BOX).count() == 1
    page = client.get(f"/depart/{link.token}/").content.decode()
    assert "Aucun départ n’attend de réponse" in page


@pytest.fixture
def announced(client, person):
    leave(client, address(person))
    return address(person, "departure", to=BOX)


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["parti", "reste"])
def test_the_post_takes_back_its_answer_to_a_departure(client, person, announced, answer):
    Check.objects.create(correspondent=person, reason="doubt")
    page = client.post(announced, {"reponse": answer}, follow=True).content.decode()
    assert "Annuler ma réponse" in page
    assert not Proposal.objects.pending().exists()

    response = client.post(announced, UNDO, follow=True)

    assert "Confirmer le départ" in response.content.decode()
    assert Proposal.objects.get().is_pending
    assert (of_person(person).ended_on, person.verified_on) == (None, None)
    assert person.hidden_since
    assert Check.objects.open().exists()


@pytest.mark.slow
def test_a_departure_confirmed_a_day_ago_stays(client, person, announced):
    client.post(announced, {"reponse": "parti"})
    SignedLink.objects.update(used_at=timezone.now() - timedelta(hours=25))

    assert "Annuler ma réponse" not in client.get(announced).content.decode()
    assert client.post(announced, UNDO).status_code == 422
    assert of_person(person).ended_on == timezone.localdate()


@pytest.mark.slow
def test_a_departure_that_closed_an_account_stays(client, person, announced):
    UserFactory(post=person.post, email=person.email)
    client.post(announced, {"reponse": "parti"})

    assert "Annuler ma réponse" not in client.get(announced).content.decode()
    response = client.post(announced, UNDO)

    assert response.status_code == 422
    assert "la délégation seule le rouvre" in response.content.decode()


def test_an_entry_corrected_since_is_not_taken_back(client, person):
    path = address(person)
    client.post(path, {"reponse": "exact"})
    Correspondent.objects.update(function="Attachée")

    response = client.post(path, UNDO)

    assert response.status_code == 422
    assert of_person(person).is_fresh


def test_after_a_day_the_page_says_whom_to_write_to(client, person):
    path = address(person)
    client.post(path, {"reponse": "exact"})
    SignedLink.objects.update(used_at=timezone.now() - timedelta(hours=25))

    page = client.get(path).content.decode()
    response = client.post(path, UNDO)

    assert "Annuler ma réponse" not in page
    assert person.post.country.zone.mailbox in page
    assert response.status_code == 422
    assert of_person(person).is_fresh


@pytest.mark.parametrize("days", [1, 90])
def test_a_day_to_come_hides_nobody_before_it(client, person, days):
    leave(client, address(person), last_day=timezone.localdate() + timedelta(days=days))

    assert of_person(person).hidden_since is None
    assert "Interrogée" in client.get("/pays/sn/").content.decode()
    assert "reste publique jusqu’au soir" in Message.objects.get().text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-40, "Le dernier jour en fonction précède le premier."),
        (-27 * 366, "précède le premier."),
        (9 * 366, "ne va pas : donnez un jour du"),
    ],
)
def test_a_last_day_that_cannot_be_is_refused_where_it_is_typed(client, person, days, sentence):
    Correspondent.objects.update(started_on=timezone.localdate() - timedelta(days=30))
    path = address(person)

    response = leave(client, path, last_day=timezone.localdate() + timedelta(days=days))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Proposal.objects.exists()


def test_a_corrected_day_that_cannot_be_is_refused_where_it_is_typed(client, person):
    Correspondent.objects.update(started_on=timezone.localdate())
    person.refresh_from_db()

    response = client.post(
        address(person), correction(person, started_on=person.started_on, ended_on="1999-01-01")
    )

    assert response.status_code == 422
    assert "précède le premier." in response.content.decode()


def test_what_is_not_published_is_shown_as_such(client, person):
    page = client.get(address(person)).content.decode()

    assert "Ce que seuls lisent le poste et la délégation" in page
    assert person.email in page


def test_a_departure_says_its_day_in_french(client, person):
    day = timezone.localdate() + timedelta(days=3)
    leave(client, address(person), last_day=day)

    page = client.get(address(person, "departure", to=BOX)).content.decode()

    assert date_format(day, "j F Y") in page
    assert day.isoformat() not in page


def test_a_departure_is_shown_back_as_it_was_typed(client, person):
    day = timezone.localdate() + timedelta(days=20)
    path = address(person)
    assert not client.get(path).context["departure"]["last_day"].value()

    response = leave(client, path, last_day=day, successor_name="Théo Inventé")
    page = client.get(response.url).content.decode()

    assert f"<strong>{date_format(day, 'j F Y')}</strong>" in page
    assert "<strong>Théo Inventé</strong>" in page
    assert "est annoncé le" not in page
