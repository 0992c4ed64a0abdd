"""The first plan of a subsidy: its years, its reports, its instalments. Staff edit it afterwards.

- One instalment a year of the project. The first one waits for nothing, each other one for the
  intermediate report of the year before, due on the anniversary of the start.
- `balance_share` of the call splits the last one: that percentage is paid as the others are, the
  rest against the final report, due `FINAL_REPORT_MONTHS` after the end. Empty, there is no rule:
  nothing is kept back for the final report. 0: the last one waits wholly for it.
- Amounts follow the budget lines that are asked for when there is a year of them for each year of
  the project, in order; else the years are equal. What is worth less than a cent is left out.
- The commitment (« AE ») is in the first year, payments (« CP ») in those of the instalments.
"""

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from projects.applications.costs import Rates
from projects.models import BudgetLine, Decision, Grant, GrantYear, Instalment, Report

CENT = Decimal("0.01")
# Nobody pays a part of a franc.
WHOLE = {"XOF": Decimal(1), "XAF": Decimal(1)}
INTERMEDIATE, FINAL = Report.Stage.INTERMEDIATE, Report.Stage.FINAL


@dataclass(frozen=True)
class Plan:
    """Rows to be saved; an instalment names the report that it waits for, None for nothing."""

    starts_on: date
    ends_on: date
    reports: list
    instalments: list

    @property
    def years(self):
        """[(year, committed, paid)]."""
        first, paid = self.starts_on.year, Counter()
        for row in self.instalments:
            paid[row.year] += row.amount
        total = sum(paid.values())
        return [
            (year, total if year == first else 0, paid[year]) for year in sorted({first, *paid})
        ]


def plan(amount, currency, *, starts_on, months, weights=(), balance_share=None):
    """The Plan of an amount over `months`; `weights` are those of the years, equal when empty."""
    number = -(-months // 12)  # a year begun is a year
    ends_on = starts_on + relativedelta(months=months) - timedelta(days=1)
    reports = [
        Report(stage=INTERMEDIATE, number=k, due_on=starts_on + relativedelta(years=k))
        for k in range(1, number)
    ]
    final = Report(stage=FINAL, due_on=ends_on + relativedelta(months=settings.FINAL_REPORT_MONTHS))
    parts = shared(amount, weights or [1] * number, currency)
    rows = list(zip(itertools.count(starts_on.year), parts, [None, *reports], strict=False))
    if balance_share is not None:
        year, last, report = rows.pop()
        before, rest = shared(last, [balance_share, 100 - balance_share], currency)
        rows += [(year, before, report), (final.due_on.year, rest, final)]
    paid = [
        Instalment(year=year, amount=part, report=report) for year, part, report in rows if part
    ]
    return Plan(starts_on, ends_on, [*reports, final], paid)


def weights_of(application, number, currency):
    """The request of each year of the project, by the budget; () when a year is missing."""
    rates, sums = Rates.of(application.call), Counter()
    for line in application.budget_lines.filter(funder=BudgetLine.Funder.REQUESTED):
        amount = rates.convert(line.amount, line.currency, currency)
        if amount is None:
            return ()
        sums[line.year] += amount
    return tuple(sums[year] for year in sorted(sums)) if len(sums) == number else ()


def plan_of(decision, *, starts_on=None, months=None):
    """The Plan of a decision; the dossier gives the start and the months that are not given here.

    Raises ValidationError when the dossier does not either.
    """
    application = decision.application
    starts_on, months = starts_on or application.starts_on, months or application.months
    if not starts_on or not months:
        raise ValidationError(
            "Le dossier ne dit pas quand le projet commence, ou combien de mois il dure : "
            "donnez-le."
        )
    return plan(
        decision.amount,
        decision.currency,
        starts_on=starts_on,
        months=months,
        weights=weights_of(application, -(-months // 12), decision.currency),
        balance_share=application.call.balance_share,
    )


def to_open():
    """The retained decisions, their minutes settled, whose subsidy is not opened yet."""
    rows = Decision.objects.grantable().filter(grant=None, application__withdrawn_on=None)
    return rows.select_related("application__call", "application__lead", "committee").order_by(
        "committee__held_on", "application__reference"
    )


@transaction.atomic
def open_grant(decision, *, number, starts_on=None, months=None, contact_email="", siret=""):
    """Make the subsidy of a decision with its plan. Raises ValidationError; the base refuses one
    that no settled minutes retain."""
    made = plan_of(decision, starts_on=starts_on, months=months)
    grant = Grant(
        decision=decision,
        number=number,
        amount=decision.amount,
        currency=decision.currency,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        contact_email=contact_email,
        siret=siret,
    )
    grant.full_clean()
    grant.save()
    for rank, row in enumerate(made.instalments, start=1):
        row.rank = rank
    for row in (*made.reports, *made.instalments):
        row.grant = grant
        row.save()
    for year, committed, paid in made.years:
        GrantYear.objects.create(grant=grant, year=year, committed=committed, paid=paid)
    return grant


def step_of(amount, currency):
    """The smallest part of an amount that is paid: a cent, a franc when the amount is in francs."""
    step = WHOLE.get(currency, CENT)
    return step if amount % step == 0 else CENT


def shared(amount, weights, currency):
    """The amount by weights, in their order: the sum is the amount, each part is within a step of
    its exact share."""
    step, whole = step_of(amount, currency), sum(map(Fraction, weights))
    steps, done, parts, reached = int(amount / step), 0, [], Fraction(0)
    for weight in weights:
        reached += Fraction(weight)
        upto = int(steps * reached / whole)
        parts.append((upto - done) * step)
        done = upto
    return parts
