"""A decision taken back for a day: what it wrote is undone, and the proposal waits again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondents.models import Correspondent, Message, Proposal
from correspondents.records.refusals import last_event
from tests.factories import CorrespondentFactory, ProposalFactory, UserFactory

from ..at_post import CONTACTS, days, iso, seen, signed_in

LABEL = "Annuler cette décision"


def decide(client, proposal, answer="accept", reason=""):
    sent = {f"decision_{proposal.pk}": answer, f"reason_{proposal.pk}": reason}
    return client.post(proposal.get_absolute_url(), sent)


def page(client, proposal):
    return client.get(proposal.get_absolute_url()).content.decode()


def undo(client, proposal):
    address = proposal.get_absolute_url()
    return client.post(address, {"act": "undo"}, follow=True).content.decode()


@pytest.fixture
def proposal(person):
    person.checks.create(reason="period")
    return ProposalFactory(target=person)


@pytest.mark.slow
def test_an_accepted_proposal_waits_again(validator, person, proposal):
    decide(validator, proposal)
    person.refresh_from_db()
    assert (person.function, person.verified_on) == ("Attachée de coopération", days(0))
    assert LABEL in page(validator, proposal)

    text = undo(validator, proposal)

    assert "la proposition attend de nouveau" in text
    assert "Enregistrer ces décisions" in text
    assert LABEL not in text
    person.refresh_from_db()
    assert (person.function, person.verified_on) == ("Chargée de coopération", days(-300))
    assert Proposal.objects.get().is_pending
    assert person.checks.open().exists()
    assert not Message.objects.filter(kind="proposal_decided").exists()


def test_the_delegation_takes_back_a_refusal(delegation_client, proposal):
    decide(delegation_client, proposal, "refuse", "Ce n’est pas exact.")

    undo(delegation_client, proposal)

    row = Proposal.objects.get()
    assert (row.decision, row.decision_reason, row.decided_by) == ("pending", "", None)


def test_a_departure_that_was_refused_hides_its_person_again(validator, person):
    Correspondent.objects.update(hidden_since=timezone.now())
    proposal = ProposalFactory(target=person, field="ended_on", new=iso(0))
    decide(validator, proposal, "refuse", "Elle est là.")
    assert not Correspondent.objects.get().hidden_since

    undo(validator, proposal)

    assert Correspondent.objects.get().hidden_since


@pytest.mark.slow
def test_who_was_answered_already_is_answered_again(validator, proposal):
    decide(validator, proposal)
    Message.objects.get(kind="proposal_decided").note_sent()

    assert "La réponse est déjà partie" in page(validator, proposal)
    undo(validator, proposal)
    decide(validator, proposal, "refuse", "Ce n’est pas exact.")

    assert Message.objects.filter(kind="proposal_decided").count() == 2


def test_who_read_a_refusal_is_told_that_it_is_taken_back(validator, proposal):
    decide(validator, proposal, "refuse", "Ce n’est pas exact.")
    Message.objects.get(kind="proposal_decided").note_sent()

    undo(validator, proposal)

    word = Message.objects.get(kind="proposal_reopened")
    assert word.to == proposal.from_email
    assert "attend de nouveau une décision" in word.text


@pytest.mark.slow
def test_what_changed_since_stands_in_between(validator, person, proposal):
    decide(validator, proposal)
    validator.post(f"{CONTACTS}{person.pk}/confirmer/", {"seen": seen(person)})

    assert LABEL not in page(validator, proposal)
    text = undo(validator, proposal)

    assert "L’annulation n’est plus possible : « Anaïs Fictive » a changé depuis" in text
    person.refresh_from_db()
    assert person.function == "Attachée de coopération"


@pytest.mark.slow
def test_an_account_closed_since_is_opened_by_the_delegation_alone(validator, person, dakar):
    Correspondent.objects.update(email="anais@diplomatie.example")
    proposal = ProposalFactory(target=person, field="ended_on", new=iso(-1))
    decide(validator, proposal)
    UserFactory(post=dakar, email="anais@diplomatie.example", is_active=False)

    assert "la délégation seule le rouvre" in undo(validator, proposal)
    assert Correspondent.objects.get().ended_on == days(-1)


def test_after_a_day_a_decision_stays(validator, proposal):
    decide(validator, proposal)
    events = Proposal.pgh_event_model.objects
    events.update(pgh_created_at=timezone.now() - timedelta(hours=25))

    assert LABEL not in page(validator, proposal)
    assert "Rien n’a été annulé" in undo(validator, proposal)
    assert Proposal.objects.get().decision == "accepted"


def test_the_decision_of_somebody_else_stays(validator, dakar, proposal):
    decide(validator, proposal)
    other = signed_in(UserFactory(post=dakar, post_function="validates"))

    assert LABEL not in page(other, proposal)
    assert "Rien n’a été annulé" in undo(other, proposal)
    assert Proposal.objects.get().decision == "accepted"


def test_who_drafts_takes_back_nothing(validator, drafter, proposal):
    decide(validator, proposal)

    assert drafter.post(proposal.get_absolute_url(), {"act": "undo"}).status_code == 403


@pytest.mark.slow
def test_the_last_decision_alone_is_taken_back(validator, person):
    first = ProposalFactory(target=person)
    second = ProposalFactory(
        target=person, submission=first.submission, field="phone", new="+221 33 111 11 11"
    )
    decide(validator, first)
    decide(validator, second, "refuse", "Ce n’est pas exact.")

    undo(validator, first)
    states = Proposal.objects.order_by("pk").values_list("decision", flat=True)
    assert list(states) == ["accepted", "pending"]
    undo(validator, first)

    assert list(states.all()) == ["pending", "pending"]
    person.refresh_from_db()
    assert person.function == "Chargée de coopération"


@pytest.mark.slow
def test_the_sheet_of_a_post_takes_its_former_values(validator, drafter, dakar):
    sheet = {"mailbox": dakar.mailbox, "phone": "+221 33 000 00 01", "website": dakar.website}
    drafter.post("/espace-poste/fiche/", {**sheet, "seen": last_event(type(dakar), dakar.pk)})
    proposal, former = Proposal.objects.get(), dakar.phone
    decide(validator, proposal)
    dakar.refresh_from_db()
    assert dakar.phone == "+221 33 000 00 01"

    undo(validator, proposal)

    dakar.refresh_from_db()
    assert dakar.phone == former


def test_a_decision_that_wrote_nothing_else_is_taken_back(validator):
    report = ProposalFactory(report=True, target=CorrespondentFactory(to_confirm_since=days(-3)))
    decide(validator, report)

    undo(validator, report)

    assert Proposal.objects.get().is_pending
