"""A meeting moved or cancelled: those who had not refused are told, each once."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains

from atlas.coordination.forms import MoveForm
from atlas.coordination.rescheduling import cancel, move
from atlas.models import CoordinationNote, Meeting
from correspondents.models import Message, SignedLink

from ...factories import InvitationFactory, MeetingFactory, UserFactory
from ...mailserver import leaving
from ...reviews import read_and_done, read_first, sent_or_done

HOURS = {"start_time": "15:00", "time_zone": "Africa/Dakar"}


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")


@pytest.fixture
def at_dakar(client, cocac):
    client.force_login(cocac)
    return client


@pytest.fixture
def meeting(dakar):
    return MeetingFactory(post=dakar, hour="15 h")


@pytest.fixture
def coming(meeting):
    return invited(meeting, "coming")


def invited(meeting, answer=""):
    invitation = InvitationFactory(meeting=meeting)
    invitation.issue_link()
    if answer:
        invitation.reply(answer)
    return invitation


def send(client, meeting, act, **values):
    address = f"/espace-poste/coordination/reunions/{meeting.pk}/{act}/"
    seen = client.get(address).context["seen"]
    return sent_or_done(client, address, {"seen": seen, "place": meeting.place, **HOURS, **values})


@pytest.mark.slow
def test_a_moved_meeting_is_told_to_who_had_not_refused(at_dakar, meeting, coming):
    silent, refused, gone = invited(meeting), invited(meeting, "not_coming"), invited(meeting)
    gone.contact.withdraw()

    send(at_dakar, meeting, "deplacer", held_on=days(20).isoformat(), start_time="09:00")

    told = Message.objects.filter(kind="meeting_moved")
    assert {mail.to for mail in told} == {coming.contact.email, silent.contact.email}
    mail = told.get(to=coming.contact.email)
    assert all(words in mail.text for words in ("9 h", "prévue le", "15 h"))
    assert date_format(days(20), "l j F") in mail.subject
    refused.refresh_from_db()
    assert refused.answer == "not_coming"


@pytest.mark.slow
def test_an_hour_that_was_a_text_is_offered_in_the_form_and_gives_way(at_dakar, meeting, coming):
    page = at_dakar.get(f"/espace-poste/coordination/reunions/{meeting.pk}/deplacer/")
    assertContains(page, 'type="time" name="start_time" value="15:00"')
    assertContains(page, "à l’heure de Dakar")

    hours = {"start_time": "16:30", "end_time": "17:00"}
    send(at_dakar, meeting, "deplacer", held_on=days(20).isoformat(), **hours)

    meeting.refresh_from_db()
    assert (meeting.hour, meeting.time_zone) == ("", "Africa/Dakar")
    mail = Message.objects.get(kind="meeting_moved")
    assert re.search(r"T1630.*T1700", mail.calendar, re.DOTALL)
    assert "16 h 30 à 17 h à Dakar (1" in mail.text


def test_who_had_said_to_come_is_told_before_a_meeting_moves(at_dakar, meeting, coming):
    invited(meeting)
    address = f"/espace-poste/coordination/reunions/{meeting.pk}/deplacer/"
    seen = at_dakar.get(address).context["seen"]
    new = {"seen": seen, "place": meeting.place, "held_on": days(20).isoformat(), **HOURS}

    page = read_first(at_dakar, address, new)

    assertContains(page, "1 réponse « viendra » redevient « sans réponse »")
    assertContains(page, f"et est redemandée : {coming.authority.name} : {coming.contact.name}")
    assertContains(page, "15 h à Dakar")
    assertContains(page, f"<p>{date_format(days(20), 'l j F Y')}</p>", html=True)
    assert str(meeting).startswith(f"Réunion du {date_format(meeting.held_on, 'j F Y')}, ")
    assertContains(page, "Fin non précisée : une heure est réservée.")


@pytest.mark.slow
def test_the_answer_of_a_moved_meeting_is_asked_again(at_dakar, meeting, coming):
    send(at_dakar, meeting, "deplacer", held_on=days(20).isoformat())

    coming.refresh_from_db()
    assert (coming.answer, coming.answered_at) == ("", None)
    address = re.search(r"http://\S+?(/atlas/\S+)", leaving(Message.objects.get()))[1]
    at_dakar.logout()
    at_dakar.post(address, {"reponse": "coming", "fois": "1"})
    coming.refresh_from_db()
    assert coming.answer == "coming"


def test_the_links_follow_the_day(meeting, coming, cocac):
    refused = invited(meeting, "not_coming")

    move(meeting, {"held_on": days(2), "hour": "", "place": "Ici"}, by=cocac)

    for invitation in (coming, refused):
        (link,) = SignedLink.objects.open().about(invitation)
        assert timezone.localtime(link.expires_at).date() == days(3)


def test_an_answer_about_the_former_day_is_not_taken(client, meeting, coming, cocac):
    address = f"/atlas/coordination/reunion/{SignedLink.objects.about(coming).get().token}/"
    move(meeting, {"held_on": days(2), "hour": "", "place": "Ici"}, by=cocac)

    page = client.post(address, {"reponse": "coming", "fois": "0"}, follow=True)

    assertContains(page, "relisez-la avant de répondre")
    coming.refresh_from_db()
    assert coming.answer == ""


@pytest.mark.slow
def test_a_cancelled_meeting_is_told_with_its_reason(at_dakar, meeting, coming):
    refused = invited(meeting, "not_coming")

    send(at_dakar, meeting, "annuler", reason="Le maire est souffrant.")

    mail = Message.objects.get()
    assert (mail.kind, mail.to) == ("meeting_cancelled", coming.contact.email)
    assert "Le maire est souffrant." in mail.text
    assert refused.contact.email not in mail.text + mail.html
    page = at_dakar.get(f"/espace-poste/coordination/reunions/{meeting.pk}/")
    assertContains(page, "Le maire est souffrant.")
    assertNotContains(page, "/deplacer/")


def test_a_cancelled_meeting_is_answered_no_more_but_one_may_still_withdraw(
    client, meeting, coming, cocac
):
    address = f"/atlas/coordination/reunion/{SignedLink.objects.about(coming).get().token}/"
    cancel(meeting, "Fermé.", by=cocac)

    assertNotContains(client.get(address), "Nous viendrons")
    assert client.post(address, {"reponse": "not_coming"}).status_code == 302
    coming.refresh_from_db()
    assert coming.answer == "coming"
    read_and_done(client, address, {"reponse": "retrait"})
    coming.contact.refresh_from_db()
    assert coming.contact.withdrawn_on


def test_each_change_writes_once(at_dakar, meeting, coming, cocac):
    values = {"held_on": days(9), "hour": "", "place": "Ici"}
    move(meeting, values, by=cocac)
    with pytest.raises(ValidationError, match="Rien ne change"):
        move(meeting, values, by=cocac)
    move(meeting, values | {"hour": "10 h"}, by=cocac)
    cancel(meeting, "Fermé.", by=cocac)
    with pytest.raises(ValidationError, match="annulée"):
        cancel(meeting, "Encore.", by=cocac)
    with pytest.raises(ValidationError, match="annulée"):
        move(meeting, values, by=cocac)

    kinds = [mail.kind for mail in Message.objects.order_by("pk")]
    assert kinds == ["meeting_moved", "meeting_moved", "meeting_cancelled"]
    assert CoordinationNote.objects.count() == 3


def test_two_people_at_once_move_it_once(at_dakar, meeting, coming, cocac):
    address = f"/espace-poste/coordination/reunions/{meeting.pk}/deplacer/"
    seen = at_dakar.get(address).context["seen"]
    move(meeting, {"held_on": days(9), "hour": "", "place": "Ici"}, by=cocac)

    response = at_dakar.post(
        address, {**HOURS, "seen": seen, "held_on": days(5).isoformat(), "place": "Là"}
    )

    assertContains(response, "a changé pendant", status_code=422)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "values", "said"),
    [
        ("deplacer", {"held_on": "2020-01-01"}, "Ce jour est passé"),
        ("deplacer", {"held_on": "2099-01-01"}, "plus d’un an"),
        ("deplacer", {"held_on": "", "place": ""}, "Dites où la réunion se tient"),
        ("deplacer", {"start_time": ""}, "Dites à quelle heure la réunion commence"),
        ("deplacer", {"end_time": "14:00"}, "La réunion finit avant de commencer"),
        ("deplacer", {"held_on": "", "time_zone": "America/Toronto"}, "n’en fait pas partie"),
        ("annuler", {"reason": "  "}, "Dites pourquoi la réunion est annulée"),
    ],
)
def test_a_wrong_change_says_what_to_mend(at_dakar, meeting, coming, act, values, said):
    response = send(at_dakar, meeting, act, **values)

    assertContains(response, said, status_code=422)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("hours", "is_past"),
    [
        ({"start_time": "15:00", "time_zone": "Africa/Dakar"}, True),
        ({"start_time": "15:02", "time_zone": "Africa/Dakar"}, False),
        ({"start_time": "17:00", "time_zone": "Europe/Paris"}, True),
        ({"start_time": "17:02", "time_zone": "Europe/Paris"}, False),
    ],
)
def test_an_hour_of_today_that_is_past_at_the_place_is_refused(meeting, hours, is_past):
    now = datetime(2031, 7, 15, 15, 1, tzinfo=ZoneInfo("Africa/Dakar"))
    with patch.object(timezone, "now", return_value=now):
        form = MoveForm({"held_on": "2031-07-15", "place": "Ici", **hours}, instance=meeting)

        assert ("start_time" in form.errors) is is_past


def test_who_drafts_changes_nothing(client, meeting, coming, dakar):
    client.force_login(UserFactory(post=dakar))

    for act in ("deplacer", "annuler"):
        address = f"/espace-poste/coordination/reunions/{meeting.pk}/{act}/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "Non."}).status_code == 403
    assertNotContains(
        client.get(f"/espace-poste/coordination/reunions/{meeting.pk}/"), "/deplacer/"
    )


def test_a_meeting_that_is_over_is_not_changed(meeting, coming, cocac):
    Meeting.objects.update(held_on=days(-1))

    with pytest.raises(ValidationError, match="passée"):
        cancel(meeting, "Trop tard.", by=cocac)


def test_a_cancelled_meeting_says_why(db):
    with pytest.raises(IntegrityError, match="cancelled_meeting_says_why"):
        MeetingFactory(cancelled_at=timezone.now())
