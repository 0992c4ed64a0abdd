"""The balance of a call: its envelopes against the amounts that its committees retained."""

from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from projects.applications.costs import rounded
from projects.models.money import amount_in_words


@dataclass(frozen=True)
class Balance:
    """An envelope and what is taken from it, Fractions in its currency.

    `spent` is None when a decision is in a currency that has neither envelope nor rate.
    """

    currency: str
    amount: Fraction
    spent: Fraction | None

    @property
    def is_exceeded(self):
        return self.spent is not None and self.spent > self.amount

    def __str__(self):
        of = amount_in_words(rounded(self.amount), self.currency)
        if self.spent is None:
            return f"un taux manque pour compter sur {of}"
        spent = amount_in_words(rounded(self.spent), self.currency)
        left = amount_in_words(rounded(self.amount - self.spent), self.currency)
        return f"{spent} retenus sur {of}, reste {left}"


def balance(call):
    """[Balance] of the envelopes of a call, as the base counts them: one query.

    A decision takes from the envelope of its currency, else from the one in euros.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT currency, amount, spent FROM projects_balance(%s)", [call.pk])
        rows = cursor.fetchall()
    return [
        Balance(currency, Fraction(amount), None if spent is None else Fraction(spent))
        for currency, amount, spent in rows
    ]
