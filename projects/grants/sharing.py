"""An amount shared out: exact to the last cent, whatever the shares."""

from decimal import Decimal
from fractions import Fraction

CENT = Decimal("0.01")
# Nobody pays a part of a franc.
WHOLE = {"XOF": Decimal(1), "XAF": Decimal(1)}


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
