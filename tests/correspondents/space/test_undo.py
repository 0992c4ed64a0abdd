"""Undo for a day: a verification or a departure noted by mistake."""

from datetime import timedelta

import pytest

from correspondents.models import Correspondent, Handover, Proposal

from ...factories import CorrespondentFactory
from ...page_forms import forms_of
from ...reviews import confirmed as done
from ...reviews import read_first
from ..at_post import CONTACTS, SPACE, days, iso, seen, tasks

EVENTS = Correspondent.pgh_event_model.objects


def undo(client, person):
    return client.post(f"{CONTACTS}{person.pk}/annuler/", follow=True).content.decode()


@pytest.fixture
def confirmed(validator, person):
    validator.post(f"{CONTACTS}{person.pk}/confirmer/", {"seen": seen(person)})
    return person


@pytest.mark.slow
def test_a_verification_is_undone(validator, confirmed):
    assert "Annuler la vérification" in validator.get(CONTACTS).content.decode()

    said = undo(validator, confirmed)

    assert "la vérification est annulée" in said
    assert Correspondent.objects.get().verified_on == days(-300)
    assert "Annuler la vérification" not in validator.get("/espace-poste/").content.decode()


@pytest.mark.slow
def test_a_departure_to_come_is_undone(validator, person):
    validator.post(f"{CONTACTS}{person.pk}/depart/", {"ended_on": days(9), "seen": seen(person)})
    assert Correspondent.objects.get().ended_on == days(9)

    undo(validator, person)

    assert Correspondent.objects.get().ended_on is None


@pytest.mark.slow
def test_after_a_day_nothing_is_undone(validator, confirmed):
    event = EVENTS.latest("pgh_id")
    EVENTS.filter(pk=event.pk).update(pgh_created_at=event.pgh_created_at - timedelta(hours=25))

    assert "Annuler la vérification" not in validator.get(CONTACTS).content.decode()
    assert "Rien n’a été annulé" in undo(validator, confirmed)
    assert Correspondent.objects.get().verified_on == days(0)


def test_what_changed_since_is_not_undone(validator, confirmed):
    Correspondent.objects.update(phone="+221 33 839 51 00")

    assert "Rien n’a été annulé" in undo(validator, confirmed)
    assert Correspondent.objects.get().verified_on == days(0)


def test_the_act_of_somebody_else_is_not_undone(drafter, validator, confirmed):
    assert "Rien n’a été annulé" in undo(drafter, confirmed)


def replace(client, person, **values):
    sent = {"first_name": "Théo", "last_name": "Nouveau", "name_is_public": "on"}
    sent |= {"started_on": iso(0), "seen": seen(person), **values}
    return client.post(f"{CONTACTS}{person.pk}/remplacer/", sent)


@pytest.mark.slow
def test_a_replacement_is_undone_with_the_arrival(validator, person):
    person.checks.create(reason="period")
    replace(validator, person)
    assert Correspondent.objects.filter(last_name="Nouveau", handovers_received__leaver=person)
    assert validator.get(CONTACTS).content.decode().count("Annuler le remplacement") == 1

    said = undo(validator, person)

    assert "le remplacement est annulé" in said
    assert Correspondent.objects.get().ended_on is None
    assert person.checks.open().exists()
    assert not Handover.objects.exists()


@pytest.mark.slow
def test_a_replacement_whose_newcomer_was_edited_stays(validator, person):
    replace(validator, person)
    newcomer = Correspondent.objects.get(last_name="Nouveau")
    absence = {"starts_on": iso(30), "ends_on": iso(40)}
    validator.post(f"{CONTACTS}{newcomer.pk}/absences/", {**absence, "seen": ""})

    said = undo(validator, person)

    assert "a été ajouté depuis" in said
    assert Correspondent.objects.count() == 2


@pytest.mark.slow
def test_the_announcement_of_a_departure_waits_again(drafter, validator, person):
    drafter.post(f"{CONTACTS}{person.pk}/depart/", {"ended_on": iso(20), "seen": seen(person)})
    replace(validator, person, started_on=iso(10))
    assert Proposal.objects.get().decision == "refused"

    undo(validator, person)

    assert Proposal.objects.get().is_pending
    assert Correspondent.objects.get().ended_on is None


@pytest.mark.slow
def test_a_departure_that_closes_an_account_is_read_first(validator, volunteer):
    person = CorrespondentFactory(email=volunteer.email)
    address = f"{CONTACTS}{person.pk}/depart/"
    sent = {"ended_on": iso(0), "seen": seen(person)}

    review = read_first(validator, address, sent)

    assert "la délégation seule le rouvre" in review.content.decode()
    assert Correspondent.objects.get().ended_on is None
    done(validator, review, address)
    assert Correspondent.objects.get().ended_on == days(0)
    assert "Rien n’a été annulé" in undo(validator, person)


def test_the_page_that_follows_a_click_offers_to_undo_it(validator, confirmed):
    page = validator.get("/espace-poste/").content.decode()

    assert f'action="{CONTACTS}{confirmed.pk}/annuler/"' in page


def test_the_public_is_not_told_whose_account_verified(client, validator, confirmed, dakar):
    page = client.get(dakar.get_absolute_url()).content.decode()

    assert Correspondent.objects.get().verified_by == "Colette Inventée"
    assert "par le poste" in page
    assert "Colette Inventée" not in page


def test_one_stays_on_the_page_where_one_clicked(validator, person):
    departure = {"ended_on": iso(20), "seen": seen(person)}
    validator.post(f"{CONTACTS}{person.pk}/depart/", departure)
    forms = forms_of(validator.get(CONTACTS))
    form = next(form for form in forms if form.action.endswith("/annuler/"))

    response = validator.post(form.action, form.values, follow=True)

    assert response.redirect_chain == [(CONTACTS, 302)]
    assert "le départ est annulé" in response.content.decode()
    elsewhere = validator.post(form.action, {"page": "//ailleurs.example/"})
    assert elsewhere.headers["Location"] == SPACE


def test_a_departure_that_is_announced_is_called_so(drafter, validator, person):
    departure = {"ended_on": iso(20), "seen": seen(person)}
    drafter.post(f"{CONTACTS}{person.pk}/depart/", departure)

    assert f"Départ annoncé : {person}" in tasks(validator)
    row = drafter.get(CONTACTS).content.decode()
    assert ">Départ annoncé</span>" in row
    assert "L’entrée reste publique jusqu’au soir du dernier jour." in row
