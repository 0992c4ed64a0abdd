"""The costs of a project in one currency: sums and shares, exact until they are written.

Sums are fractions: a share that is the minimum to the cent is the minimum, whatever the rates.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from django.utils.formats import number_format

from projects.models import BudgetLine
from projects.models.money import amount_in_words

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Rates:
    """The units of each currency for one euro, by the call's data."""

    per_euro: dict

    @classmethod
    def of(cls, call):
        rates = {rate.currency: Fraction(rate.per_euro) for rate in call.exchange_rates.all()}
        return cls({**rates, "EUR": Fraction(1)})

    def convert(self, amount, currency, into):
        """The amount in the other currency, a Fraction; None when a rate is not known."""
        if currency == into:
            return Fraction(amount)
        if not {currency, into} <= self.per_euro.keys():
            return None
        return Fraction(amount) * self.per_euro[into] / self.per_euro[currency]


@dataclass(frozen=True)
class Costs:
    """The budget of a dossier in its own currency.

    `lines` are (funder, in kind or not, Fraction); `unknown`, the currencies without a rate: sums
    and shares are None as long as there is one.
    """

    currency: str
    lines: tuple
    unknown: tuple = ()

    @classmethod
    def of(cls, application):
        """The costs of a dossier read by `whole()`."""
        rates, into = Rates.of(application.call), application.currency
        budget = application.budget_lines.all()
        read = [(row, rates.convert(row.amount, row.currency, into)) for row in budget]
        return cls(
            into,
            tuple((row.funder, row.is_in_kind, sum_) for row, sum_ in read if sum_ is not None),
            tuple(sorted({row.currency for row, sum_ in read if sum_ is None})),
        )

    def sum(self, *funders, in_kind=None):
        """The sum of these funders, of all when none is named; None when a rate is missing."""
        if self.unknown:
            return None
        return sum(
            (
                amount
                for funder, kind, amount in self.lines
                if (not funders or funder in funders) and in_kind in (None, kind)
            ),
            Fraction(0),
        )

    @property
    def total(self):
        return self.sum()

    @property
    def authorities(self):
        """The sum of the French authorities, in money and in kind."""
        return self.sum(*BudgetLine.OF_AUTHORITIES)

    @property
    def in_kind(self):
        """The sum of the French authorities in kind."""
        return self.sum(*BudgetLine.OF_AUTHORITIES, in_kind=True)

    def by_funder(self):
        """[(label, amount in words, share in words)] of each funder that brings something."""
        return [
            (label, self.in_words(amount), percent(share(amount, self.total)))
            for funder, label in BudgetLine.Funder.choices
            if (amount := self.sum(funder))
        ]

    def in_words(self, amount):
        return "inconnu" if amount is None else amount_in_words(rounded(amount), self.currency)


def share(part, whole):
    """The percentage that a part is of a whole, a Fraction; None when it is unknown."""
    if part is None or whole is None or whole == 0:
        return None
    return 100 * Fraction(part) / Fraction(whole)


def rounded(amount, step=CENT):
    """A Fraction as a Decimal, half up, to the cent by default."""
    with localcontext(prec=60) as context:
        context.rounding = "ROUND_HALF_UP"
        return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(step)


def percent(value, beside=None):
    """« 8,2 % »: one decimal, more when one would hide on which side of `beside` it stands.

    9.96 beside a minimum of 10 is « 9,96 % », never « 10,0 % ».
    """
    if value is None:
        return "inconnue"
    value, decimals = Fraction(value), 1
    if beside is not None:
        limit = Fraction(beside)
        while decimals < 12 and side(rounded(value, step(decimals)), limit) != side(value, limit):
            decimals += 1
    return f"{number_format(rounded(value, step(decimals)), decimals)} %"


def side(value, limit):
    """-1 below the limit, 0 at it, 1 above it."""
    return (value > limit) - (value < limit)


def step(decimals):
    return Decimal(1).scaleb(-decimals)


def limit_in_words(value):
    """« 10 % », « 7,5 % »: a limit as the call gives it."""
    return f"{number_format(f'{Decimal(value).normalize():f}')} %"
