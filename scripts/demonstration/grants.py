"""Invented subsidies for the demonstration: each shows a state that the desk lists."""

from types import SimpleNamespace

from dateutil.relativedelta import relativedelta
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from projects.grants.schedule import open_grant
from projects.models import Report

from .invented import DELEGATE, in_days

BY = SimpleNamespace(signature=DELEGATE)
PARTS = ("technical", "financial")


@transaction.atomic
def invent_grants(decisions):
    """The subsidy of each decision, in a state after the other; returns how many were made."""
    number = 0
    for number, decision in enumerate(decisions, start=1):
        months, reach = STATES[(number - 1) % len(STATES)]
        grant = open_grant(
            decision,
            number=f"EXEMPLE-{number:03}",
            starts_on=timezone.localdate() - relativedelta(months=months),
            months=24,
            contact_email="projets@commune.example",
        )
        reach(grant)
    return number


def late(grant):
    """The first instalment is paid, the first report has not come."""
    pay(grant, 1)


def received(grant):
    pay(grant, 1)
    receive(grant.reports.first())


def payable(grant):
    """The first report is accepted: the second instalment may be paid."""
    received(grant)
    grant.reports.first().accept(by=BY)


def settled(grant):
    for report in grant.reports.all():
        receive(report)
        report.accept(by=BY)
    for instalment in grant.instalments.all():
        pay(grant, instalment.rank)


def abandoned(grant):
    grant.abandon(on=in_days(-20), because="Exemple inventé : le partenaire se retire.")


# (the months since the project began, the function that brings its state).
STATES = [(14, late), (13, received), (15, payable), (36, settled), (3, abandoned)]


def pay(grant, rank):
    instalment = grant.instalments.get(rank=rank)
    instalment.pay(on=timezone.localdate(), number=f"{grant.number}-{rank}")


def receive(report):
    for part in PARTS:
        label = Report._meta.get_field(f"{part}_on").verbose_name.removesuffix(" reçue le")
        file = ContentFile(b"%PDF-1.7\n% exemple\n", name=f"{label}.pdf")
        report.receive(part, file, on=timezone.localdate(), by=None)
