"""Invented committees: one to come with its file, one of the past with its decisions."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from correspondents.models import User
from projects.committees.content import content_of
from projects.models import ApplicationVersion, Committee, CommitteeFile, Decision, OpinionBatch
from projects.opinions.requests import address_of

from .dossiers import invent_opinion, posts_to_ask
from .invented import VALIDATOR, in_days

MEMBERS = [
    ("Madeleine Inventée", "déléguée", True),
    ("Awa Inventée", "élue d’un réseau de collectivités", False),
    ("Loïc Fictif", "bureau géographique", False),
]
# The decisions on the dossiers of the past call, in their order; the amounts are shares.
OUTCOMES = [("retained", 1), ("retained", Decimal("0.5")), ("reserve", None), ("rejected", None)]
REASON = "Motif inventé pour la démonstration."
# Days from today.
PAST_COMMITTEE, PAST_DEADLINE = -640, -660


def somebody():
    """The delegation, as the author of invented acts: an account that is never saved."""
    return User(first_name="Madeleine", last_name="Inventée", is_staff=True, is_superuser=True)


@transaction.atomic
def invent_committee_to_come(call):
    """Invent the members, a proposal for each dossier, and the file that the members received."""
    committee = Committee.objects.create(call=call, held_on=call.committee_on, place="Paris")
    seat(committee)
    for rank, dossier in enumerate(call.applications.order_by("reference")[:3], start=1):
        dossier.proposed_rank, dossier.proposed_amount = rank, dossier.requested
        dossier.save(update_fields=["proposed_rank", "proposed_amount"])
    call.envelopes.create(currency="EUR", amount=60_000)
    CommitteeFile.objects.freeze(committee, content_of(committee, somebody()), by=None)
    return committee


def seat(committee):
    for name, function, is_chair in MEMBERS:
        committee.members.create(
            name=name, function=function, is_chair=is_chair, attendance="present"
        )


@transaction.atomic
def invent_past_committee(call):
    """The opinions, then the decisions of a call of the past, announced: [Decision]."""
    call.envelopes.create(currency="EUR", amount=60_000)
    dossiers = list(call.applications.prefetch_related("countries").order_by("reference"))
    give_opinions(call, dossiers)
    committee = Committee.objects.create(call=call, held_on=in_days(PAST_COMMITTEE), place="Paris")
    seat(committee)
    for rank, (dossier, outcome) in enumerate(zip(dossiers, OUTCOMES, strict=True), start=1):
        decide(committee, dossier, rank, *outcome)
    committee.close(by=somebody())
    committee.announce()
    return list(committee.decisions.order_by("rank"))


def give_opinions(call, dossiers):
    """Each post was asked, and answered in time but for the last dossier."""
    for dossier, post in posts_to_ask(dossiers):
        request = request_of(call, dossier, post)
        if dossier is not dossiers[-1]:
            invent_opinion(
                request,
                "le partenaire est prêt",
                version=ApplicationVersion.objects.keep(dossier, by=None),
                validated_at=timezone.now() + timedelta(days=PAST_DEADLINE - 5),
                validated_by=VALIDATOR,
            )


def request_of(call, dossier, post):
    batch, _ = OpinionBatch.objects.get_or_create(
        call=call,
        post=post,
        defaults={
            "due_on": in_days(PAST_DEADLINE),
            "sent_to": address_of(post) or "poste@diplomatie.example",
            "asked_at": timezone.now() + timedelta(days=PAST_DEADLINE - 30),
        },
    )
    return batch.requests.create(application=dossier, post=post)


def decide(committee, dossier, rank, outcome, share):
    Decision.objects.create(
        committee=committee,
        application=dossier,
        outcome=outcome,
        amount=dossier.requested * share if share else None,
        currency=dossier.currency,
        rank=rank,
        reason="" if share else REASON,
        version=ApplicationVersion.objects.keep(dossier, by=None),
    )
