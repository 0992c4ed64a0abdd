"""Meetings: who is written to, who answers, who asks to be left alone."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from atlas.coordination.invitations import invite
from atlas.models import AuthorityContact, CoordinationNote, Invitation, Meeting
from correspondents.mailing.mail import sent_by
from correspondents.models import AccessRecord, Message, SignedLink
from correspondents.records.contractions import of

from ...factories import (
    AuthorityContactFactory,
    ForeignAuthorityFactory,
    InvitationFactory,
    LocalAuthorityFactory,
    MeetingFactory,
    PartnershipFactory,
    UserFactory,
    lazy_day,
)
from ...mailserver import leaving
from ...reviews import read_and_done, sent_or_done


@pytest.fixture
def shared(db):
    """Three authorities work in Ndimagine; two have somebody who agreed to be invited."""
    place = ForeignAuthorityFactory(name="Ndimagine")
    leads = [PartnershipFactory(partner=place).lead for _ in range(3)]
    for lead in leads[:2]:
        AuthorityContactFactory(authority=lead)
    return place


@pytest.fixture
def cocac(dakar):
    dakar.mailbox = "dakar@diplomatie.example"
    dakar.save()
    return UserFactory(post=dakar, post_function="validates")


@pytest.fixture
def at_dakar(client, cocac):
    client.force_login(cocac)
    return client


def days(number):
    return timezone.localdate() + timedelta(days=number)


def send(client, territory, contacts, **values):
    filled = {
        "held_on": days(7).isoformat(),
        "start_time": "15:00",
        "time_zone": "Africa/Dakar",
        "place": "https://visio.example/salle",
        "message": "Faisons le point sur l’eau.",
        "guests": [contact.pk for contact in contacts],
    }
    address = f"/espace-poste/coordination/territoires/{territory.pk}/inviter/"
    return sent_or_done(client, address, filled | values)


def page_of(invitation):
    """The address that the mail of an invitation gives."""
    text = leaving(Message.objects.get(to=invitation.contact.email))
    return re.search(r"http://\S+?(/atlas/coordination/reunion/\S+)", text)[1]


@pytest.fixture
def invited(at_dakar, shared):
    send(at_dakar, shared, AuthorityContact.objects.all())
    return Invitation.objects.order_by("pk").first()


@pytest.mark.slow
def test_each_is_written_to_alone_and_sees_no_other_address(at_dakar, shared):
    one, other = AuthorityContact.objects.order_by("pk")

    response = send(at_dakar, shared, [one, other])

    meeting = Meeting.objects.get()
    assert response.url == f"/espace-poste/coordination/reunions/{meeting.pk}/"
    mine, theirs = (Message.objects.get(to=contact.email) for contact in (one, other))
    assert other.email not in mine.text + mine.html + str(mine.headers)
    assert other.name not in mine.text + mine.html
    assert other.authority.name in mine.text
    sender = "Ambassade de France au Sénégal (annuaire coopération)"
    assert mine.headers == {
        "Reply-To": "dakar@diplomatie.example",
        **sent_by(sender),
    }
    assert mine.subject.startswith(f"Invitation : réunion au sujet {of(shared.name)}, ")
    assert "Faisons le point sur l’eau." in mine.text
    assert page_of(meeting.invitations.get(contact=one)) not in theirs.text


@pytest.mark.slow
def test_an_invitation_is_noted_and_settles_the_signal(at_dakar, shared, cocac):
    send(at_dakar, shared, AuthorityContact.objects.all())

    note = CoordinationNote.objects.get()
    assert (note.kind, note.territory, note.post, len(note.known)) == (
        *("meeting", shared, cocac.post, 3),
    )
    assert "@" not in note.text
    assert "visio" not in note.text


@pytest.mark.slow
def test_who_did_not_agree_is_neither_offered_nor_written_to(at_dakar, shared):
    one, other = AuthorityContact.objects.order_by("pk")
    other.withdraw()
    stranger = AuthorityContactFactory()

    page = at_dakar.get(f"/espace-poste/coordination/territoires/{shared.pk}/inviter/")
    refused = send(at_dakar, shared, [one, other])
    elsewhere = send(at_dakar, shared, [stranger])

    assertContains(page, one.name)
    assertNotContains(page, one.email)
    assertNotContains(page, other.name)
    assert (refused.status_code, elsewhere.status_code) == (422, 422)
    assert not Message.objects.exists()
    assert not Meeting.objects.exists()


def test_one_who_withdraws_meanwhile_stops_the_whole_sending(shared, cocac):
    contacts = list(AuthorityContact.objects.all())
    contacts[0].withdraw()

    with pytest.raises(ValidationError, match="rien n’est parti"):
        invite(MeetingFactory.build(territory=shared, post=cocac.post), contacts, by=cocac)

    assert not Message.objects.exists()


def test_an_old_agreement_no_longer_counts(shared, settings):
    settings.RETENTION_CONSENTS_MONTHS = 1
    AuthorityContact.objects.update(consented_on=days(-40))

    assert not AuthorityContact.objects.consenting().exists()


def test_the_authorities_without_a_contact_are_named(at_dakar, shared):
    page = at_dakar.get(f"/espace-poste/coordination/territoires/{shared.pk}/inviter/")

    (alone,) = page.context["unreached"]
    assert not alone.contacts.exists()
    assertContains(page, "Sans contact qui l’ait accepté")


def test_who_drafts_does_not_write_in_the_posts_name(client, shared, dakar):
    client.force_login(UserFactory(post=dakar))

    page = client.get(f"/espace-poste/coordination/territoires/{shared.pk}/inviter/")
    response = send(client, shared, AuthorityContact.objects.all())

    assertContains(page, "demandez-les à qui valide")
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"held_on": "2020-01-01"}, "Ce jour est passé"),
        ({"held_on": "2099-01-01"}, "plus d’un an"),
        ({"place": ""}, "Dites où la réunion se tient"),
        ({"message": ""}, "Dites pourquoi vous les réunissez"),
        ({"guests": []}, "Choisissez qui inviter"),
    ],
)
def test_a_wrong_invitation_says_what_to_mend(at_dakar, shared, values, said):
    response = send(at_dakar, shared, AuthorityContact.objects.all(), **values)

    assertContains(response, said, status_code=422)
    assert not Message.objects.exists()


@pytest.mark.slow
def test_opening_the_link_answers_nothing(client, invited):
    client.logout()

    page = client.get(page_of(invited))

    assertContains(page, "Ndimagine")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    invited.refresh_from_db()
    assert invited.answer == ""


@pytest.mark.slow
def test_one_answers_and_may_change_until_the_day(client, invited):
    address = page_of(invited)
    for answer, said in [("coming", "viendra"), ("not_coming", "ne viendra pas")]:
        assert client.post(address, {"reponse": answer}).status_code == 302

        assertContains(client.get(address), f"Votre réponse : {said}")
        invited.refresh_from_db()
        assert invited.answer == answer


@pytest.mark.slow
def test_the_post_reads_the_answers(at_dakar, invited):
    at_dakar.post(page_of(invited), {"reponse": "coming"})

    page = at_dakar.get(f"/espace-poste/coordination/reunions/{invited.meeting_id}/")

    assertContains(page, "viendra")
    assertContains(page, "sans réponse")
    assertNotContains(page, "@commune.example")


def test_the_link_closes_when_the_day_of_the_meeting_ends(invited):
    closing = timezone.localtime(SignedLink.objects.about(invited).get().expires_at)

    assert closing.date() == invited.meeting.held_on + timedelta(days=1)
    assert (closing.hour, closing.minute) == (0, 0)


def test_reading_who_may_be_invited_is_noted(at_dakar, shared, cocac):
    at_dakar.get(f"/espace-poste/coordination/territoires/{shared.pk}/inviter/")

    record = AccessRecord.objects.get()
    assert (record.user, record.subject, record.rows) == (cocac, str(shared.pk), 2)


@pytest.mark.slow
def test_a_wrong_answer_is_refused(client, invited):
    assert client.post(page_of(invited), {"reponse": "zut"}).status_code == 403


@pytest.mark.slow
def test_after_the_meeting_there_is_nothing_to_answer(client, invited):
    address = page_of(invited)
    past = timezone.now() - timedelta(days=9)
    SignedLink.objects.update(created_at=past, expires_at=past + timedelta(days=8))

    response = client.post(address, {"reponse": "coming"}, follow=True)

    assertContains(response, "a expiré", status_code=410)
    invited.meeting.held_on = days(-1)
    with pytest.raises(ValidationError, match="passée"):
        invited.reply("coming")
    assert Invitation.objects.get(pk=invited.pk).answer == ""


@pytest.mark.slow
def test_one_may_ask_not_to_be_invited_again(client, invited):
    address = page_of(invited)

    page = read_and_done(client, address, {"reponse": "retrait"}, follow=True)

    assertContains(page, "vous ne recevrez plus d’invitation")
    invited.contact.refresh_from_db()
    assert invited.contact.withdrawn_on == timezone.localdate()
    assert not SignedLink.objects.open().about(invited).exists()
    client.post(address, {"reponse": "coming"})
    invited.refresh_from_db()
    assert invited.answer == ""


def test_the_same_contact_is_invited_once_to_a_meeting(db):
    first = InvitationFactory()

    with pytest.raises(IntegrityError, match="one_invitation_of_a_contact"):
        InvitationFactory(meeting=first.meeting, contact=first.contact)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"consent_source": ""}, "consent_says_how_it_was_given"),
        ({"withdrawn_on": lazy_day(days=-1)}, "consent_is_withdrawn_once_given"),
    ],
)
def test_an_agreement_has_a_day_and_a_source(db, values, name):
    with pytest.raises(IntegrityError, match=name):
        AuthorityContactFactory(**values)


def test_an_address_is_once_in_an_authority(db):
    authority = LocalAuthorityFactory()
    AuthorityContactFactory(authority=authority, email="a@commune.example")

    with pytest.raises(IntegrityError, match="one_contact"), transaction.atomic():
        AuthorityContactFactory(authority=authority, email="A@commune.example")
    AuthorityContactFactory(email="a@commune.example")


def test_a_meeting_says_where_and_why(db):
    with pytest.raises(IntegrityError, match="meeting_says_where_and_why"):
        MeetingFactory(place="")


def test_a_post_sees_the_contacts_of_who_works_in_its_countries(shared, cocac):
    AuthorityContactFactory()

    assert AuthorityContact.objects.visible_to(cocac).count() == 2


@pytest.mark.slow
def test_the_invited_page_holds_what_the_mail_does(client, invited):
    client.logout()
    page = client.get(page_of(invited))

    assertContains(page, 'href="https://visio.example/salle"')
    assertContains(page, "Fin non précisée : une heure est réservée.")
    for authority in invited.meeting.authorities:
        assertContains(page, authority.name)

    agenda = client.get(f"{page_of(invited)}agenda.ics")
    assert agenda.headers["Content-Type"].startswith("text/calendar")
    assert f"meeting-{invited.meeting_id}@" in agenda.content.decode()
    assert page_of(invited) not in agenda.content.decode()


@pytest.mark.slow
def test_a_closed_link_gives_no_calendar(client, invited):
    invited.contact.withdraw()

    response = client.get(f"{page_of(invited)}agenda.ics")

    assert (response.status_code, response.url) == (302, page_of(invited))


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", "16:30"])
def test_an_end_that_is_not_given_is_said_in_the_mail(at_dakar, shared, end):
    send(at_dakar, shared, AuthorityContact.objects.all(), end_time=end)

    text = Message.objects.filter(kind="meeting").first().text
    assert ("une heure est réservée" in text) == (not end)


@pytest.mark.slow
def test_the_post_reads_who_wants_no_invitation_any_more(at_dakar, invited):
    read_and_done(at_dakar, page_of(invited), {"reponse": "retrait"})

    page = at_dakar.get(f"/espace-poste/coordination/reunions/{invited.meeting_id}/")

    assertContains(page, "ne veut plus être invité", count=1)
    assertContains(page, "sans réponse", count=1)
