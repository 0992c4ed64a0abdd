"""What a call has left: its envelopes against what its committees retained."""

from dataclasses import dataclass
from fractions import Fraction

from projects.applications.costs import Rates, rounded
from projects.models import Decision
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
    """[Balance] of the envelopes of a call, counted as the base counts: three queries.

    A decision takes from the envelope of its currency, else from the one in euros.
    """
    rates = Rates.of(call)
    envelopes = {row.currency: Fraction(row.amount) for row in call.envelopes.all()}
    spent = dict.fromkeys(envelopes, Fraction(0))
    retained = Decision.objects.retained().filter(committee__call=call)
    for amount, currency in retained.values_list("amount", "currency"):
        into = currency if currency in envelopes else "EUR"
        counted = rates.convert(amount, currency, into)
        if into in spent:
            unknown = counted is None or spent[into] is None
            spent[into] = None if unknown else spent[into] + counted
    return [Balance(code, amount, spent[code]) for code, amount in envelopes.items()]
