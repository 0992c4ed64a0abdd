"""Sums, shares and rounding: exact until they are written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.applications.costs import Costs, Rates, percent, rounded, share

AMOUNTS = st.decimals(min_value="0.01", max_value=10**9, places=2)
FUNDERS = st.sampled_from(["lead", "french", "foreign", "requested", "public", "private"])
LINES = st.lists(st.tuples(FUNDERS, st.booleans(), AMOUNTS), min_size=1, max_size=12)
RATES = Rates({"EUR": Fraction(1), "XOF": Fraction("655.957"), "CAD": Fraction("1.4871")})


def costs_of(lines):
    return Costs("EUR", tuple((funder, kind, Fraction(amount)) for funder, kind, amount in lines))


@given(LINES)
def test_what_each_funder_brings_makes_the_total(lines):
    costs = costs_of(lines)

    by_funder = [costs.sum(funder) for funder in {line[0] for line in lines}]

    assert sum(by_funder) == costs.total == sum(Fraction(line[2]) for line in lines)
    assert costs.sum(in_kind=True) + costs.sum(in_kind=False) == costs.total
    assert sum(share(amount, costs.total) for amount in by_funder) == 100


@given(AMOUNTS, st.permutations(["EUR", "XOF", "CAD"]))
def test_a_currency_there_and_back_is_the_same_amount(amount, currencies):
    first, *others = currencies
    there = RATES.convert(amount, first, others[0])
    further = RATES.convert(there, others[0], others[1])

    assert RATES.convert(further, others[1], first) == Fraction(amount)
    assert rounded(RATES.convert(further, others[1], first)) == amount


def test_a_currency_without_a_rate_makes_no_sum():
    assert RATES.convert(Decimal(1), "USD", "EUR") is None
    assert RATES.convert(Decimal(1), "USD", "USD") == 1
    costs = Costs("EUR", (), unknown=("USD",))
    assert costs.total is None
    assert share(costs.total, costs.total) is None


@given(
    st.fractions(min_value=0, max_value=200, max_denominator=10**6),
    st.decimals(min_value=0, max_value=100, places=2),
)
def test_a_share_never_reads_as_the_limit_that_it_is_not(value, limit):
    shown = percent(value, limit).removesuffix(" %").replace(",", ".")

    if Fraction(limit) != value:
        assert Decimal(shown) != limit
        assert (Decimal(shown) < limit) == (value < Fraction(limit))
    else:
        assert Decimal(shown) == limit


@pytest.mark.parametrize(
    ("value", "beside", "words"),
    [
        (Fraction("8.2"), 10, "8,2 %"),
        (Fraction("9.96"), 10, "9,96 %"),
        (Fraction(10), 10, "10,0 %"),
        (Fraction("10.04"), 10, "10,04 %"),
        (Fraction("0.04"), Fraction("0.01"), "0,04 %"),
        (Fraction(1, 21), Decimal("0.01"), "0,05 %"),
        (Fraction(100, 3), None, "33,3 %"),
        (None, 10, "inconnue"),
    ],
)
def test_a_share_in_words(value, beside, words):
    assert percent(value, beside) == words


@given(st.fractions(min_value=0, max_value=10**12))
def test_rounding_is_to_the_nearest_cent_half_up(amount):
    assert -Fraction(1, 200) <= Fraction(amount) - Fraction(rounded(amount)) < Fraction(1, 200)
