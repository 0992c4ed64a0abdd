"""Entries confirmed in one click, corrected or proposed; the post's sheet; the digest's box."""

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils import timezone

from correspondents.models import (
    Check,
    Correspondent,
    Handover,
    Post,
    Proposal,
    User,
    review_of,
)
from correspondents.records.refusals import MOVED

from ..at_post import CONTACTS, SPACE, correction, days, seen, tasks

pytestmark = pytest.mark.django_db


# One click.


def test_everything_is_exact_in_one_click_even_for_who_drafts(drafter, person):
    Check.objects.create(correspondent=person, reason="period")

    response = drafter.post(f"{CONTACTS}{person.pk}/confirmer/", {"seen": seen(person)})

    assert response.headers["Location"] == SPACE
    assert Correspondent.objects.get().verified_on == timezone.localdate()
    assert Check.objects.get().answer == "exact"


def test_a_second_click_says_that_it_is_done(validator, person):
    data = {"seen": seen(person)}
    validator.post(f"{CONTACTS}{person.pk}/confirmer/", data)

    response = validator.post(f"{CONTACTS}{person.pk}/confirmer/", data, follow=True)

    assert "déjà confirmé aujourd’hui par Colette Inventée" in response.content.decode()


def test_what_was_not_seen_is_not_confirmed(validator, person):
    data = {"seen": seen(person)}
    Correspondent.objects.update(email="autre@diplomatie.example")

    response = validator.post(f"{CONTACTS}{person.pk}/confirmer/", data, follow=True)

    assert MOVED in response.content.decode()
    assert Correspondent.objects.get().verified_on == days(-300)


@pytest.mark.parametrize("screen", ["confirmer/", "present/"])
def test_opening_the_address_of_a_click_changes_nothing(validator, person, screen):
    assert validator.get(f"{CONTACTS}{person.pk}/{screen}").status_code == 405


@pytest.mark.parametrize("screen", ["", "depart/", "absences/", "passation/"])
def test_opening_a_screen_changes_nothing(validator, person, screen):
    before = seen(person)

    assert validator.get(f"{CONTACTS}{person.pk}/{screen}").status_code == 200

    assert seen(person) == before
    assert not Handover.objects.exists()


@pytest.mark.slow
def test_a_confirmation_is_taken_back_by_who_gave_it(validator, drafter, person):
    Check.objects.create(correspondent=person, reason="period")
    before = person.verified_on
    validator.post(f"{CONTACTS}{person.pk}/confirmer/", {"seen": seen(person)})

    drafter.post(f"{CONTACTS}{person.pk}/annuler/")
    assert Correspondent.objects.get().verified_on == timezone.localdate()
    assert "Annuler la vérification" in validator.get(CONTACTS).content.decode()
    validator.post(f"{CONTACTS}{person.pk}/annuler/")

    assert Correspondent.objects.get().verified_on == before
    assert Check.objects.open().exists()
    assert "Annuler la vérification" not in validator.get(CONTACTS).content.decode()


# Corrections.


def test_who_validates_writes_at_once_and_that_verifies(validator, person):
    Check.objects.create(correspondent=person, reason="period")

    validator.post(
        f"{CONTACTS}{person.pk}/",
        correction(person, function="Attachée", email_is_public="on", is_informed="on"),
    )

    person = Correspondent.objects.get()
    assert (person.function, person.email_is_public) == ("Attachée", True)
    assert person.verified_on == person.informed_on == timezone.localdate()
    assert person.verified_by == "Colette Inventée"
    assert Check.objects.get().answer == "corrected"


def test_who_drafts_proposes_field_by_field(drafter, volunteer, person):
    address = f"{CONTACTS}{person.pk}/"

    drafter.post(address, correction(person, function="Attachée", phone="+221 33 111 11 11"))

    rows = Proposal.objects.order_by("field")
    assert [(row.field, row.old, row.new) for row in rows] == [
        ("function", "Chargée de coopération", "Attachée"),
        ("phone", "+221 33 000 00 00", "+221 33 111 11 11"),
    ]
    assert len({row.submission for row in rows}) == 1
    assert {row.origin for row in rows} == {"post"}
    assert Correspondent.objects.get().function == "Chargée de coopération"


def test_who_drafts_decides_of_no_visibility(drafter, person):
    drafter.post(f"{CONTACTS}{person.pk}/", correction(person, email_is_public="on"))

    assert not Correspondent.objects.get().email_is_public
    assert not Proposal.objects.exists()


def test_the_same_proposal_is_not_made_twice(drafter, person):
    for _ in range(2):
        drafter.post(f"{CONTACTS}{person.pk}/", correction(person, function="Attachée"))

    assert Proposal.objects.count() == 1


def test_a_correction_of_what_has_changed_meanwhile_is_refused(validator, person):
    sent = correction(person, function="Attachée")
    Correspondent.objects.update(phone="+221 33 999 99 99")

    response = validator.post(f"{CONTACTS}{person.pk}/", sent)

    assert MOVED in response.content.decode()
    assert "téléphone : « +221 33 000 00 00 » est devenu « +221 33 999 99 99 »" in (
        response.content.decode()
    )
    assert Correspondent.objects.get().function == "Chargée de coopération"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last_name": ""}, "Seul un service peut n’avoir pas de nom"),
        ({"phone": "zéro un"}, "Un téléphone s’écrit en chiffres"),
        ({"ended_on": "2020-01-01"}, "enregistrez plutôt le départ"),
        ({"ended_on": "2999-01-02"}, "2999 ne va pas"),
        ({"started_on": "1899-01-09"}, "1899 ne va pas"),
        ({"started_on": "2999-01-09"}, "2999 ne va pas"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"first_name": "nul\x00"}, "nul"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(validator, person, changes, told):
    response = validator.post(f"{CONTACTS}{person.pk}/", correction(person, **changes))

    assert response.status_code == 422
    assert told in response.content.decode()
    assert Correspondent.objects.get().verified_on == days(-300)


def test_a_last_day_before_the_first_is_refused(validator, person):
    changes = {"started_on": days(9).isoformat(), "ended_on": days(2).isoformat()}

    response = validator.post(f"{CONTACTS}{person.pk}/", correction(person, **changes))

    assert response.status_code == 422
    assert "précède le premier" in response.content.decode()


def test_ends_known_months_ahead_are_kept(validator, person):
    day = (timezone.localdate() + relativedelta(months=9)).isoformat()

    validator.post(f"{CONTACTS}{person.pk}/", correction(person, ended_on=day))

    assert Correspondent.objects.get().ended_on.isoformat() == day


# The post's sheet.


def test_who_validates_changes_the_mailbox(validator, dakar):
    sent = {"mailbox": "scac@diplomatie.example", "website": "dakar.example", "seen": seen(dakar)}

    validator.post("/espace-poste/fiche/", sent)

    dakar.refresh_from_db()
    assert dakar.mailbox == "scac@diplomatie.example"
    assert dakar.website == "https://dakar.example"


@pytest.mark.slow
def test_who_drafts_proposes_a_mailbox_that_who_validates_accepts(drafter, validator, cocac, dakar):
    page = drafter.get("/espace-poste/fiche/").content.decode()
    assert "Qui valide à votre poste : Colette Inventée." in page

    drafter.post(
        "/espace-poste/fiche/", {"mailbox": "scac@diplomatie.example", "seen": seen(dakar)}
    )

    proposal = Proposal.objects.get(field="mailbox")
    assert Post.objects.get(pk=dakar.pk).mailbox == dakar.mailbox
    task = tasks(validator)[f"{dakar} : le poste propose une correction"]
    assert "scac@diplomatie.example" in validator.get(task.url).content.decode()
    validator.post(task.url, {f"decision_{proposal.pk}": "accept"})
    assert Post.objects.get(pk=dakar.pk).mailbox == "scac@diplomatie.example"


@pytest.mark.parametrize("change", [{"mailbox": "zut"}, {"name": "Ailleurs"}])
def test_a_sheet_refuses_what_cannot_be_proposed(dakar, cocac, change):
    with pytest.raises(ValidationError):
        review_of(dakar).accept_changes(change, by=cocac)


def test_a_sheet_that_has_changed_meanwhile_is_not_overwritten(validator, dakar):
    sent = {"mailbox": "scac@diplomatie.example", "seen": seen(dakar)}
    Post.objects.filter(pk=dakar.pk).update(phone="+221 33 839 51 00")

    response = validator.post("/espace-poste/fiche/", sent)

    assert MOVED in response.content.decode()
    assert Post.objects.get(pk=dakar.pk).mailbox == dakar.mailbox


# The digest's box.


@pytest.mark.parametrize(("sent", "wants"), [({"wants_digest": "on"}, True), ({}, False)])
def test_the_box_turns_the_digest_on_and_off(validator, cocac, sent, wants):
    User.objects.update(wants_digest=not wants)

    validator.post("/espace-poste/resume/", sent)

    cocac.refresh_from_db()
    assert cocac.wants_digest is wants
