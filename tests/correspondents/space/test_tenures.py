"""Who comes, who goes, who is away, and what is handed over, from the post's own screens."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from correspondents.desk.post_tasks import post_tasks
from correspondents.models import (
    Absence,
    Correspondent,
    Handover,
    Message,
    Post,
    Proposal,
    SignedLink,
)

from ...factories import CorrespondentFactory, UserFactory
from ...reviews import sent_or_done
from ..at_post import CONTACTS, SPACE, days, iso, seen, signed_in, tasks

pytestmark = pytest.mark.django_db

ARRIVAL = "/espace-poste/contacts/arrivee/"


def arrival(**fields):
    return {
        "role": "backup",
        "rank": 1,
        "first_name": "Théo",
        "last_name": "Nouveau",
        "email": "theo.nouveau@diplomatie.example",
        "name_is_public": "on",
        **fields,
    }


def leave(client, person, on):
    address = f"{CONTACTS}{person.pk}/depart/"
    return sent_or_done(client, address, {"ended_on": iso(on), "seen": seen(person)})


# Arrivals.


def test_who_validates_enters_somebody_who_is_verified_at_once(validator):
    validator.post(ARRIVAL, arrival(is_informed="on"))

    person = Correspondent.objects.get()
    assert person.post.slug == "dakar"
    assert person.verified_on == person.informed_on == timezone.localdate()


@pytest.mark.slow
def test_who_drafts_enters_somebody_whom_who_validates_confirms(drafter, validator, client):
    drafter.post(ARRIVAL, arrival())
    person = Correspondent.objects.get()
    assert not [title for title in tasks(drafter) if "Nouveau" in title]
    address = f"{CONTACTS}{person.pk}/confirmer/"
    assert drafter.post(address, {"seen": seen(person)}).status_code == 403

    task = tasks(validator)["Théo Nouveau, Suppléant"]
    assert task.action == "Confirmer l’arrivée"
    assert "À confirmer" in client.get("/postes/dakar/").content.decode()
    validator.post(task.url, {"seen": task.seen})

    assert Correspondent.objects.get().is_fresh


def test_a_second_click_enters_nobody_twice(validator):
    validator.post(ARRIVAL, arrival())

    response = validator.post(ARRIVAL, arrival())

    assert "Cette personne figure déjà dans ce rôle à ce poste." in response.content.decode()
    assert Correspondent.objects.count() == 1


def test_a_second_first_correspondent_is_refused_in_a_sentence(validator, person):
    response = validator.post(ARRIVAL, arrival(role="correspondent"))

    assert "Ce poste a déjà un correspondant de rang 1" in response.content.decode()
    assert Correspondent.objects.count() == 1


@pytest.mark.parametrize(("since", "left"), [(None, 1), (0, 0)])
def test_an_arrival_ends_the_vacancy(validator, dakar, since, left):
    started_on = None if since is None else days(since)
    CorrespondentFactory(vacant=True, function="", started_on=started_on)

    validator.post(ARRIVAL, arrival(role="correspondent", started_on=iso(0)))

    assert Correspondent.objects.filter(last_name="Nouveau").exists()
    assert Correspondent.objects.vacant().count() == left
    assert not Correspondent.objects.vacant().in_office().exists()


def test_the_successor_finds_the_hand_over_first(validator, person, dakar):
    Handover.objects.create(leaver=person, notes="Revoir Ziguinchor.", written_by="Test")

    validator.post(ARRIVAL, arrival(replaces=person.pk))

    successor = UserFactory(post=dakar, email="theo.nouveau@diplomatie.example")
    first = post_tasks(successor)[0]
    assert first.title == "Lire la fiche de passation d’Anaïs Fictive"
    assert "Revoir Ziguinchor." in signed_in(successor).get(first.url).content.decode()


def test_nobody_of_another_post_is_followed(validator):
    other = CorrespondentFactory(post=Post.objects.get(slug="lome"))

    response = validator.post(ARRIVAL, arrival(replaces=other.pk))

    assert response.status_code == 422
    assert not Handover.objects.exists()


# Departures.


@pytest.mark.parametrize("last_day", [-1, 0])
def test_a_departure_closes_the_account_and_the_links_after_saying_so(
    validator, volunteer, last_day
):
    person = CorrespondentFactory(email=volunteer.email.upper())
    link = SignedLink.objects.issue("confirm", person, to=person.email, lasts=timedelta(days=30))
    page = validator.get(f"{CONTACTS}{person.pk}/depart/").content.decode()
    assert f"Le compte {volunteer.email} sera fermé" in page

    leave(validator, person, last_day)

    volunteer.refresh_from_db()
    link.refresh_from_db()
    assert Correspondent.objects.get().ended_on == days(last_day)
    assert not volunteer.is_active
    assert link.revoked_at


def test_an_account_lasts_as_long_as_its_person_then_the_timer_closes_it(
    validator, volunteer, capsys
):
    person = CorrespondentFactory(email=volunteer.email)
    leave(validator, person, 20)
    call_command("close_accounts")
    volunteer.refresh_from_db()
    assert volunteer.is_active

    Correspondent.objects.update(ended_on=days(-1))
    call_command("close_accounts")
    call_command("close_accounts")

    volunteer.refresh_from_db()
    assert not volunteer.is_active
    assert capsys.readouterr().out.split("\n")[:3] == [
        "0 comptes fermés",
        "1 comptes fermés",
        "0 comptes fermés",
    ]


def test_an_account_whose_person_has_another_entry_stays_open(validator, volunteer):
    person = CorrespondentFactory(email=volunteer.email)
    CorrespondentFactory(email=volunteer.email, role="backup")

    leave(validator, person, -1)

    volunteer.refresh_from_db()
    assert volunteer.is_active


def test_who_closes_the_own_account_is_told_and_leaves_the_space(validator, cocac):
    person = CorrespondentFactory(email=cocac.email, role="cocac")
    page = validator.get(f"{CONTACTS}{person.pk}/depart/").content.decode()
    assert "C’est le vôtre" in page

    assert leave(validator, person, -1).headers["Location"] == "/"
    assert validator.get(SPACE).status_code == 302


@pytest.mark.slow
def test_who_drafts_announces_and_who_validates_confirms(drafter, validator, cocac, person):
    Post.objects.filter(slug="dakar").update(mailbox="scac.dakar@diplomatie.example")

    leave(drafter, person, -2)

    person = Correspondent.objects.get()
    assert person.hidden_since
    assert person.ended_on is None
    told = set(Message.objects.values_list("to", flat=True))
    assert told == {"scac.dakar@diplomatie.example", cocac.email}
    task = tasks(validator)["Anaïs Fictive : départ annoncé"]
    page = validator.get(task.other_url)
    assert page.context["form"].initial["ended_on"] == iso(-2)

    leave(validator, person, -2)

    assert Correspondent.objects.get().ended_on == days(-2)
    assert Proposal.objects.get().decision == "accepted"
    assert not SignedLink.objects.open().exists()


def test_another_day_than_the_one_announced_refuses_the_announcement(drafter, validator, person):
    leave(drafter, person, -2)

    leave(validator, Correspondent.objects.get(), 5)

    person = Correspondent.objects.get()
    assert (person.ended_on, person.hidden_since) == (days(5), None)
    assert Proposal.objects.get().decision == "refused"


def test_a_departure_to_come_hides_nobody(drafter, person):
    leave(drafter, person, 20)

    assert not Correspondent.objects.get().hidden_since
    assert Proposal.objects.get().new == iso(20)


@pytest.mark.slow
def test_still_there_in_one_click(drafter, validator, person):
    leave(drafter, person, -2)
    address = f"{CONTACTS}{person.pk}/present/"
    assert drafter.post(address).status_code == 403

    validator.post(address)

    person = Correspondent.objects.get()
    assert person.hidden_since is None
    assert person.is_fresh
    assert Proposal.objects.get().decision == "refused"
    assert "déjà de nouveau publié" in validator.post(address, follow=True).content.decode()


def test_a_last_day_before_the_first_is_refused(validator, dakar):
    person = CorrespondentFactory(started_on=days(-5))

    response = leave(validator, person, -9)

    assert "Le dernier jour en fonction précède le premier." in response.content.decode()
    assert Correspondent.objects.get().ended_on is None


# Absences.


def test_who_drafts_notes_an_absence_and_ends_it(drafter, person):
    backup = CorrespondentFactory(role="backup")
    address = f"{CONTACTS}{person.pk}/absences/"

    drafter.post(
        address, {"starts_on": iso(-1), "ends_on": iso(20), "stand_in": backup.pk, "seen": ""}
    )
    absence = Absence.objects.get()
    assert (absence.stand_in, absence.ends_on) == (backup, days(20))
    drafter.post(f"/espace-poste/absences/{absence.pk}/terminer/")

    assert Absence.objects.get().ends_on == days(-1)


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (5, 2, "Le dernier jour d’absence précède le premier."),
        (-9, -2, "Ce jour est passé"),
        (2, 4, "Une absence est déjà notée à ces dates."),
    ],
)
def test_an_absence_that_cannot_be_is_refused(validator, person, starts, ends, told):
    Absence.objects.create(correspondent=person, starts_on=days(3), ends_on=days(9))

    response = validator.post(
        f"{CONTACTS}{person.pk}/absences/", {"starts_on": iso(starts), "ends_on": iso(ends)}
    )

    assert told in response.content.decode()
    assert Absence.objects.count() == 1


def test_nobody_of_another_post_stands_in(validator, person):
    other = CorrespondentFactory(post=Post.objects.get(slug="lome"))
    sent = {"starts_on": iso(0), "ends_on": iso(5), "stand_in": other.pk}

    assert validator.post(f"{CONTACTS}{person.pk}/absences/", sent).status_code == 422


# The hand-over sheet.


def test_the_sheet_gathers_what_the_next_one_needs(drafter, volunteer, person):
    Post.objects.filter(slug="dakar").update(mailbox="scac.dakar@diplomatie.example")
    address = f"{CONTACTS}{person.pk}/passation/"

    drafter.post(address, {"notes": "Revoir Ziguinchor.", "seen": ""})

    page = drafter.get(address).content.decode()
    for needed in [
        "Ziguinchor",
        "scac.dakar@",
        "Gambie",
        "Anaïs Fictive, Correspondant",
        "suppléant",
    ]:
        assert needed in page
    assert Handover.objects.get().written_by == str(volunteer)


def test_the_notes_of_somebody_else_are_not_overwritten(drafter, validator, person):
    address = f"{CONTACTS}{person.pk}/passation/"
    drafter.post(address, {"notes": "Première version", "seen": ""})

    response = validator.post(address, {"notes": "Autre version", "seen": ""})

    assert response.status_code == 422
    assert Handover.objects.get().notes == "Première version"


def test_no_mail_leaves_outside_the_outbox(drafter, person):
    leave(drafter, person, -1)

    assert mail.outbox == []
