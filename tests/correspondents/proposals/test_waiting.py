"""What somebody proposed is seen where its record is, may be taken back, and is followed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondents.models import Correspondent, Message, Proposal

from ...factories import UserFactory
from ..at_post import CONTACTS, SPACE, correction, seen, signed_in

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


@pytest.fixture
def proposed(drafter, person, cocac):
    drafter.post(f"{CONTACTS}{person.pk}/", correction(person, phone="+221 33 111 11 11"))
    return Proposal.objects.get()


def test_the_row_says_what_waits_and_asks_for_nothing_else(drafter, proposed, person):
    page = text_of(drafter.get(CONTACTS))

    assert "Correction en attente" in page
    assert "+221 33 111 11 11" in page
    assert "par vous, attend Colette Inventée" in page
    assert "Tout est exact" not in page
    assert f'href="{CONTACTS}{person.pk}/"' not in page


def test_a_decision_on_what_was_withdrawn_says_so(drafter, validator, proposed):
    drafter.post(f"/espace-poste/propositions/{proposed.submission}/retirer/")

    page = text_of(validator.post(proposed.get_absolute_url(), {}, follow=True))

    assert "Cette proposition a été retirée" in page
    decided = text_of(drafter.get("/espace-poste/propositions/?etat=decidees"))
    assert ", retirée le" in decided


def test_the_form_closes_what_waits(drafter, proposed, person):
    form = drafter.get(f"{CONTACTS}{person.pk}/").context["form"]

    assert form.fields["phone"].disabled
    assert not form.fields["function"].disabled

    drafter.post(f"{CONTACTS}{person.pk}/", correction(person, phone="+221 33 222 22 22"))
    assert Proposal.objects.get().new == "+221 33 111 11 11"


def test_the_sheet_says_what_waits(drafter, cocac, dakar):
    drafter.post("/espace-poste/fiche/", {"mailbox": "a@diplomatie.example", "seen": seen(dakar)})

    page = text_of(drafter.get("/espace-poste/fiche/"))

    assert "Correction en attente" in page
    assert "a@diplomatie.example" in page


def test_who_decides_is_led_to_the_decision(validator, proposed):
    page = text_of(validator.get(CONTACTS))

    assert f'href="{proposed.get_absolute_url()}"' in page
    assert "Retirer" not in page


@pytest.mark.slow
def test_its_author_takes_it_back(drafter, proposed, person):
    response = drafter.post(f"{proposed.get_absolute_url()}retirer/", follow=True)

    proposed.refresh_from_db()
    assert proposed.decision == "withdrawn"
    assert "Votre proposition est retirée." in text_of(response)
    assert not drafter.get(f"{CONTACTS}{person.pk}/").context["form"].fields["phone"].disabled


def withdraw(client, proposal, page=CONTACTS):
    url = f"{proposal.get_absolute_url()}retirer/"
    return client.post(url, {"page": page}, follow=True)


def restore(client, proposal, page=CONTACTS):
    url = f"{proposal.get_absolute_url()}retirer/annuler/"
    return client.post(url, {"page": page}, follow=True)


@pytest.mark.slow
def test_its_author_stays_on_the_page_and_may_come_back_on_it(drafter, proposed):
    assert f'name="page" value="{CONTACTS}"' in text_of(drafter.get(CONTACTS))

    response = withdraw(drafter, proposed)

    assert response.redirect_chain == [(CONTACTS, 302)]
    assert f"{proposed.get_absolute_url()}retirer/annuler/" in text_of(response)
    assert "Annuler le retrait" in text_of(drafter.get(SPACE))

    response = restore(drafter, proposed)

    assert response.redirect_chain == [(CONTACTS, 302)]
    proposed.refresh_from_db()
    assert proposed.is_pending
    assert "Annuler le retrait" not in text_of(drafter.get(SPACE))


@pytest.mark.slow
def test_no_page_of_another_site_is_led_to(drafter, proposed):
    response = withdraw(drafter, proposed, page="https://ailleurs.example/")

    assert response.redirect_chain == [(SPACE, 302)]


@pytest.mark.slow
def test_a_departure_proposed_again_hides_its_person_again(drafter, person):
    today = timezone.localdate().isoformat()
    drafter.post(f"{CONTACTS}{person.pk}/depart/", {"ended_on": today, "seen": seen(person)})
    proposed = Proposal.objects.get()
    withdraw(drafter, proposed)

    restore(drafter, proposed)

    assert Correspondent.objects.get().hidden_since


@pytest.mark.slow
def test_a_withdrawal_stays_after_a_day(drafter, proposed):
    withdraw(drafter, proposed)
    events = Proposal.pgh_event_model.objects
    events.update(pgh_created_at=timezone.now() - timedelta(hours=25))

    assert "Annuler le retrait" not in text_of(drafter.get(SPACE))
    assert "Rien n’a été annulé" in text_of(restore(drafter, proposed))
    proposed.refresh_from_db()
    assert not proposed.is_pending


def test_nobody_else_restores_it(drafter, validator, proposed):
    withdraw(drafter, proposed)

    assert restore(validator, proposed).status_code == 404


@pytest.mark.slow
def test_who_was_told_of_it_is_told_that_it_is_withdrawn(drafter, proposed, cocac):
    mail = Message.objects.get(kind="proposal_received")
    mail.note_sent()

    withdraw(drafter, proposed)

    word = Message.objects.get(kind="proposal_withdrawn")
    assert (word.to, "plus rien à décider" in word.text) == (cocac.email, True)
    word.note_sent()

    restore(drafter, proposed)

    assert Message.objects.filter(kind="proposal_received").count() == 2


@pytest.mark.slow
def test_a_withdrawal_taken_back_before_it_was_told_leaves_no_mail(drafter, proposed):
    Message.objects.update(sent_at=timezone.now(), text="", html="")
    withdraw(drafter, proposed)

    restore(drafter, proposed)

    assert [mail.kind for mail in Message.objects.all()] == ["proposal_received"]


def test_nobody_else_takes_it_back(validator, proposed):
    response = validator.post(f"{proposed.get_absolute_url()}retirer/")

    proposed.refresh_from_db()
    assert response.status_code == 404
    assert proposed.is_pending


@pytest.mark.slow
def test_what_is_decided_is_not_taken_back(drafter, proposed, cocac):
    proposed.accept(by=cocac)

    response = drafter.post(f"{proposed.get_absolute_url()}retirer/", follow=True)

    proposed.refresh_from_db()
    assert proposed.decision == "accepted"
    assert "déjà reçu sa réponse" in text_of(response)


def test_a_departure_taken_back_shows_the_entry_again(drafter, person):
    today = timezone.localdate().isoformat()
    drafter.post(f"{CONTACTS}{person.pk}/depart/", {"ended_on": today, "seen": seen(person)})
    assert Correspondent.objects.get().hidden_since

    drafter.post(f"{Proposal.objects.get().get_absolute_url()}retirer/")

    assert Correspondent.objects.get().hidden_since is None


@pytest.mark.slow
def test_today_follows_it_until_a_month_after_the_decision(drafter, proposed, cocac):
    waits = text_of(drafter.get(SPACE))
    proposed.refuse(by=cocac, reason="Numéro du standard.")
    refused = text_of(drafter.get(SPACE))
    Proposal.objects.update(decided_at=timezone.now() - timedelta(days=31))

    assert "Ce que vous avez proposé" in waits
    assert "attend Colette Inventée" in waits
    assert "Refusée" in refused
    assert "Numéro du standard." in refused
    assert "Ce que vous avez proposé" not in text_of(drafter.get(SPACE))


@pytest.mark.slow
def test_what_is_accepted_leads_to_its_page(drafter, proposed, cocac, person):
    proposed.accept(by=cocac)

    page = text_of(drafter.get(SPACE))

    assert "Acceptée" in page
    assert f'href="{person.get_absolute_url()}"' in page


@pytest.mark.slow
def test_a_colleague_does_not_follow_it(proposed, dakar):
    colleague = signed_in(UserFactory(post=dakar))

    assert "Ce que vous avez proposé" not in text_of(colleague.get(SPACE))


def test_who_decides_is_told_once_a_day_of_the_corrections(drafter, proposed, person, cocac):
    drafter.post(f"{CONTACTS}{person.pk}/", correction(person, function="Attachée"))

    mail = Message.objects.get(kind="proposal_received", to=cocac.email)
    assert Proposal.objects.count() == 2
    assert proposed.get_absolute_url() in mail.text


def test_its_own_page_takes_it_back_then_proposes_it_again(drafter, validator, proposed):
    address = proposed.get_absolute_url()
    assert "Retirer ma proposition" in text_of(drafter.get(address))
    assert "Retirer ma proposition" not in text_of(validator.get(address))

    withdrawn = withdraw(drafter, proposed, page=address)

    assert withdrawn.redirect_chain == [(address, 302)]
    page = text_of(drafter.get(address))
    assert '<h2 class="fr-h5 fr-mt-3w">Retirée</h2>' in page
    assert "Annuler le retrait" in page
    assert "Annuler le retrait" not in text_of(validator.get(address))

    restore(drafter, proposed)

    assert "Retirer ma proposition" in text_of(drafter.get(address))
