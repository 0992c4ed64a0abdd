"""Invented dossiers for the demonstration: each shows a finding of a rule."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from projects.models import Application, ApplicationVersion, BudgetLine, ExchangeRate, Opinion
from projects.opinions.requests import ask, competent_posts

from .invented import VALIDATOR, WRITER, in_days

# Shares of the budget in percent: the lead's money, its work in kind, the partner, the request.
SHARES = [(30, 10, 10, 50), (6, 3, 41, 50), (12, 18, 20, 50), (25, 5, 20, 50)]
EXAMPLE_TEXT = "Message inventé pour la démonstration."
XOF_PER_EURO = Decimal("655.957")  # fixed parity: one euro since 1999


@transaction.atomic
def invent_applications(call, partnerships):
    """Invent a dossier of the call for each of the first partnerships; return their number."""
    ExchangeRate.objects.create(
        call=call,
        currency="XOF",
        per_euro=XOF_PER_EURO,
        on=timezone.localdate(),
        source="Parité fixe du franc CFA",
    )
    opened = timezone.localdate(call.windows.earliest("opens_at").opens_at)
    pairs = list(zip(partnerships, SHARES, strict=False))
    for number, (partnership, shares) in enumerate(pairs, start=1):
        invent_application(call, partnership, number, shares, opened + timedelta(days=number))
    return len(pairs)


def invent_application(call, partnership, number, shares, filed_on):
    total = Decimal(20_000 * number)
    application = Application.objects.create(
        call=call,
        reference=f"EXEMPLE-{number:03}",
        title=f"Eau et assainissement, exemple inventé n° {number}",
        summary="Dossier inventé pour la démonstration.",
        filed_on=filed_on,
        lead=partnership.lead,
        partner=partnership.partner,
        partnership=partnership,
        goals=[6],
        months=12 * number,
        requested=total * shares[3] / 100,
        monitoring=total * (8 - number) / 100,
        aid_declared=Application.Declared.values[number % 3],
    )
    application.countries.add(partnership.partner.country)
    application.themes.set(partnership.themes.all())
    lead, foreign = BudgetLine.Funder.LEAD, BudgetLine.Funder.FOREIGN
    year, requested = filed_on.year + 1, BudgetLine.Funder.REQUESTED
    lines = [(lead, shares[0], False), (lead, shares[1], True), (requested, shares[3], False)]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            application=application,
            funder=funder,
            year=year,
            amount=total * share / 100,
            is_in_kind=in_kind,
        )
        for funder, share, in_kind in lines
    )
    amount = (total * shares[2] / 100 * XOF_PER_EURO).quantize(Decimal("0.01"))
    BudgetLine.objects.create(
        application=application, funder=foreign, year=year, amount=amount, currency="XOF"
    )
    ApplicationVersion.objects.keep(application, by=None)


@transaction.atomic
def invent_opinions(call):
    """Ask the posts about the dossiers of the call: one opinion given, one submitted, one awaited.

    Returns the number of opinions asked for.
    """
    call.criteria.create(name="Pertinence locale", rank=1)
    call.criteria.create(name="Capacité du partenaire", rank=2)
    call.opinions_due_on, call.committee_on = in_days(12), in_days(30)
    call.save()
    pairs = posts_to_ask(call.applications.prefetch_related("countries")[:3])
    batches = ask(call, pairs, due_on=call.opinions_due_on, text=EXAMPLE_TEXT, by=None)
    requests = [row for batch in batches for row in batch.requests.all()]
    for request, is_given in zip(requests, [True, False], strict=False):
        opinion = invent_opinion(
            request,
            "le projet répond à un besoin du territoire",
            version=ApplicationVersion.objects.keep(request.application, by=None),
            submitted_at=timezone.now(),
        )
        if is_given:
            opinion.validate(VALIDATOR)
    return len(requests)


def posts_to_ask(dossiers):
    """[(dossier, post)]: for each dossier, the posts that are asked first."""
    posts = competent_posts(dossiers)
    return [
        (dossier, post)
        for dossier in dossiers
        for post, _, is_first in posts[dossier.pk]
        if is_first
    ]


def invent_opinion(request, reasons, **state):
    return Opinion.objects.create(
        request=request,
        application=request.application,
        verdict=Opinion.Verdict.FAVOURABLE,
        reasons=f"Exemple inventé : {reasons}.",
        drafted_by=WRITER,
        **state,
    )
