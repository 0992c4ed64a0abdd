"""What the base refuses of a decision: no opinion, no envelope, minutes settled, reports owed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.models import Post
from correspondents.records.refusals import refusal_of
from projects.models import ApplicationVersion, Decision, Derogation, Opinion

from ...factories import (
    ApplicationFactory,
    CommitteeFactory,
    DecisionFactory,
    OpinionRequestFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def refused(act):
    """The French sentence by which the base refuses an act; "" when it lets it through."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        return refusal_of(error)
    return ""


def decided(committee, application, outcome="retained", **values):
    values.setdefault("amount", application.requested if outcome == "retained" else None)
    return Decision.objects.create(
        committee=committee, application=application, outcome=outcome, **values
    )


@pytest.fixture
def committee():
    return CommitteeFactory()


@pytest.fixture
def dossier(committee):
    return ApplicationFactory(call=committee.call)


@pytest.fixture
def heard(committee):
    """A dossier whose post did not answer in time."""
    return OpinionRequestFactory(
        application=ApplicationFactory(call=committee.call), due_in=-1
    ).application


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
def test_no_decision_before_a_post_is_heard(committee, dossier, outcome):
    values = {"reason": "Motif.", "rank": 1, "outcome": outcome}

    assert "sans l’avis du poste" in refused(lambda: decided(committee, dossier, **values))


def test_a_deadline_to_come_waits_and_one_past_does_not(committee, dossier):
    request = OpinionRequestFactory(application=dossier, due_in=0)
    assert "sans l’avis du poste" in refused(lambda: decided(committee, dossier))

    request.batch.due_on = TODAY() - timedelta(days=1)
    request.batch.save()

    assert refused(lambda: decided(committee, dossier)) == ""
    assert request.state_in_words == "avis non rendu à l’échéance"


def test_a_cancelled_call_is_decided_no_more(committee, heard):
    committee.call.cancel(because="Crédits supprimés.")

    assert "L’appel est annulé" in refused(lambda: decided(committee, heard))


def test_every_post_asked_is_heard(committee, heard, given_opinion):
    other = Post.objects.get(slug="abidjan")
    second = OpinionRequestFactory(application=heard, post=other, due_in=5)
    assert "sans l’avis du poste" in refused(lambda: decided(committee, heard))

    given_opinion(second)

    assert refused(lambda: decided(committee, heard)) == ""


@pytest.fixture
def given_opinion():
    """Give the opinion of a request before the committee's day."""

    def give(request):
        version = ApplicationVersion.objects.keep(request.application, by=None)
        return Opinion.objects.create(
            request=request,
            application=request.application,
            verdict="favourable",
            reasons="Motifs.",
            version=version,
            validated_at=timezone.now() - timedelta(days=9),
            validated_by="Madeleine Inventée",
        )

    return give


def test_a_draft_is_not_an_opinion(committee, dossier):
    request = OpinionRequestFactory(application=dossier, due_in=3)
    Opinion.objects.create(request=request, application=dossier, verdict="favourable")

    assert "sans l’avis du poste" in refused(lambda: decided(committee, dossier))


def test_a_derogation_with_its_author_and_reason_lets_it_through(committee, dossier, delegation):
    Derogation.objects.grant(dossier, "without_opinion", reason="Urgence.", by=delegation)

    assert refused(lambda: decided(committee, dossier)) == ""


def test_a_bulk_write_is_refused_too(committee, dossier):
    rows = [Decision(committee=committee, application=dossier, outcome="retained", amount=1)]

    assert "sans l’avis du poste" in refused(lambda: Decision.objects.bulk_create(rows))


def test_the_requests_of_a_decided_dossier_stay(committee, heard):
    request = heard.opinion_requests.get()
    decided(committee, heard)

    for act in [
        lambda: request.revoke(because="Erreur."),
        request.delete,
        lambda: OpinionRequestFactory(application=heard, post=Post.objects.get(slug="abidjan")),
    ]:
        assert "ses saisines ne changent plus" in refused(act)


def test_a_decision_is_of_the_call_and_of_its_day(committee, heard):
    elsewhere = CommitteeFactory()
    assert "dossiers de son appel" in refused(lambda: decided(elsewhere, heard))
    future = CommitteeFactory(call=heard.call, held_on=TODAY() + timedelta(days=2))
    assert "pas encore réuni" in refused(lambda: decided(future, heard))
    heard.withdrawn_on = TODAY()
    heard.save()
    assert "a été retiré" in refused(lambda: decided(committee, heard))


def test_a_dossier_is_settled_once_and_an_adjourned_one_later(committee, heard):
    adjourned = decided(committee, heard, "adjourned", reason="Pièces.")
    second = CommitteeFactory(call=heard.call, name="Second comité")

    final = decided(second, heard)

    assert final.in_words == "retenu"
    adjourned.reason = "Autre."
    assert "a déjà retenu ou refusé" in refused(adjourned.save)


def test_an_envelope_is_kept_to_the_cent(committee, heard):
    committee.call.envelopes.create(amount=10_000, currency="EUR")
    other = OpinionRequestFactory(
        application=ApplicationFactory(call=committee.call), due_in=-1
    ).application
    decided(committee, heard, amount="9999.99")

    over = "L’enveloppe de l’appel serait dépassée"
    assert over in refused(lambda: decided(committee, other, amount="0.02"))
    assert refused(lambda: decided(committee, other, amount="0.01")) == ""


def test_an_envelope_is_exceeded_with_a_reason(committee, heard, delegation):
    committee.call.envelopes.create(amount=5_000, currency="EUR")
    Derogation.objects.grant(heard, "over_envelope", reason="Report de crédits.", by=delegation)

    assert refused(lambda: decided(committee, heard)) == ""


def test_each_currency_has_its_envelope_and_the_others_go_to_the_euros(committee, heard):
    call = committee.call
    call.envelopes.create(amount=10_000, currency="EUR")
    unknown = "ni enveloppe ni taux"
    assert unknown in refused(lambda: decided(committee, heard, amount=1, currency="CAD"))

    call.exchange_rates.create(currency="CAD", per_euro="1.5", on=TODAY(), source="Taux inventé")
    over = "L’enveloppe de l’appel serait dépassée"
    too_much = {"amount": "15000.01", "currency": "CAD"}
    assert over in refused(lambda: decided(committee, heard, **too_much))
    assert refused(lambda: decided(committee, heard, amount=15_000, currency="CAD")) == ""


def test_an_envelope_in_another_currency_counts_apart(committee, heard):
    committee.call.envelopes.create(amount=1, currency="EUR")
    committee.call.envelopes.create(amount=500, currency="XOF")

    assert refused(lambda: decided(committee, heard, amount=500, currency="XOF")) == ""


def test_what_decisions_were_held_against_does_not_move(committee, heard):
    envelope = committee.call.envelopes.create(amount=20_000, currency="EUR")
    rate = committee.call.exchange_rates.create(
        currency="CAD", per_euro="1.5", on=TODAY(), source="Taux inventé"
    )
    decided(committee, heard)

    envelope.amount, rate.per_euro = 19_999, 2
    for act in [envelope.save, envelope.delete, rate.save, rate.delete]:
        assert "l’enveloppe ne baisse plus" in refused(act)
    envelope.amount = 30_000
    assert refused(envelope.save) == ""


def test_reports_owed_by_the_authority_bar_a_new_dossier(committee, heard, delegation):
    owed = ReportFactory(due_in=-1)
    heard.lead = owed.grant.application.lead
    heard.save()
    assert "comptes rendus de projets antérieurs" in refused(lambda: decided(committee, heard))
    assert refused(lambda: decided(committee, heard, "rejected", reason="Motif.")) == ""
    Decision.objects.all().filter(application=heard).delete()

    about = {"report": owed, "until": TODAY() + timedelta(days=1)}
    Derogation.objects.grant(
        owed.grant.application, "partial_report", reason="Crue.", by=delegation, **about
    )

    assert refused(lambda: decided(committee, heard)) == ""


def test_a_report_that_came_whole_bars_nothing(committee, heard):
    owed = ReportFactory(due_in=-1, technical_on=TODAY())
    heard.lead = owed.grant.application.lead
    heard.save()
    assert "comptes rendus de projets antérieurs" in refused(lambda: decided(committee, heard))

    owed.financial_on = TODAY()
    owed.save()

    assert refused(lambda: decided(committee, heard)) == ""


def test_nothing_of_a_committee_moves_once_its_minutes_are_settled(closed):
    committee, decision, member = closed
    for row, field, value in [
        (decision, "reason", "Autre."),
        (decision, "amount", 1),
        (member, "attendance", "absent"),
        (committee, "held_on", TODAY() - timedelta(days=9)),
        (committee, "minutes", "Autre."),
    ]:
        setattr(row, field, value)
        assert "plus rien du comité ne change" in refused(row.save)
    for act in [decision.delete, member.delete]:
        assert "plus rien du comité ne change" in refused(act)
    assert refused(lambda: committee.announce()) == ""


@pytest.fixture
def closed(delegation):
    decision = DecisionFactory()
    committee = decision.committee
    member = committee.members.create(name="Awa Inventée", is_chair=True, attendance="present")
    committee.close(by=delegation)
    return committee, decision, member


def test_a_derogation_is_never_rewritten(dossier, delegation):
    row = Derogation.objects.grant(dossier, "without_opinion", reason="Urgence.", by=delegation)

    row.reason = "Autre."

    for act in [row.save, row.delete]:
        assert "ne se réécrit pas" in refused(act)


def test_the_day_of_the_last_committee_is_that_of_the_call(committee):
    later = TODAY() + timedelta(days=40)

    CommitteeFactory(call=committee.call, held_on=later, name="Second")

    committee.call.refresh_from_db()
    assert committee.call.committee_on == later
