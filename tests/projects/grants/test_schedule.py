"""The first plan of a subsidy: exact to the cent, a report before each next payment."""

from datetime import date
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from correspondents.records.refusals import refusal_of
from projects.grants.schedule import open_grant, plan, shared, to_open, weights_of
from projects.models.money import Currency

from ...factories import ApplicationFactory, CallFactory, DecisionFactory

db = pytest.mark.django_db
START = date(2027, 2, 1)
amounts = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)
currencies = st.sampled_from(Currency.values)
percents = st.none() | st.decimals(min_value=0, max_value=100, places=2)
days = st.dates(date(2000, 1, 1), date(2080, 12, 31))


@given(
    amount=amounts,
    currency=currencies,
    starts_on=days,
    months=st.integers(1, 60),
    share=percents,
    weigh=st.none()
    | st.lists(st.fractions(min_value="0.01", max_value=10**9), min_size=5, max_size=5),
)
def test_a_plan_pays_the_amount_and_no_more(amount, currency, starts_on, months, share, weigh):
    number = -(-months // 12)
    weights = tuple(weigh[:number]) if weigh else ()

    made = plan(
        amount, currency, starts_on=starts_on, months=months, weights=weights, balance_share=share
    )

    assert sum(row.amount for row in made.instalments) == amount
    assert all(row.amount > 0 for row in made.instalments)
    assert all(row.amount == row.amount.quantize(Decimal("0.01")) for row in made.instalments)
    assert sum(committed for _, committed, _ in made.years) == amount
    assert sum(paid for _, _, paid in made.years) == amount
    assert made.years[0][:2] == (starts_on.year, amount)
    dues = [report.due_on for report in made.reports]
    assert dues == sorted(set(dues))
    assert made.ends_on < dues[-1]
    assert [row.year for row in made.instalments] == sorted(row.year for row in made.instalments)
    assert all(row.report is None or row.report.due_on.year == row.year for row in made.instalments)


@given(
    amount=amounts,
    currency=currencies,
    weights=st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
)
def test_each_part_is_within_a_step_of_its_exact_share(amount, currency, weights):
    parts = shared(amount, weights, currency)

    step = 1 if currency in {"XOF", "XAF"} and amount == int(amount) else Decimal("0.01")
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - amount * weight / sum(weights)) <= step
    assert sum(parts) == amount


def test_a_whole_amount_of_francs_is_paid_in_whole_francs():
    assert shared(Decimal(1000), [1, 1, 1], "XOF") == [333, 333, 334]
    assert shared(Decimal(1000), [1, 1, 1], "EUR")[0] == Decimal("333.33")


def told(made):
    """[(year, amount, « start », « 1 », « final »)] of the instalments of a plan."""

    def word(report):
        return "final" if report.stage == "final" else report.number

    rows = made.instalments
    return [(row.year, row.amount, word(row.report) if row.report else "start") for row in rows]


def test_each_year_waits_for_the_report_of_the_one_before():
    made = plan(Decimal(9_000), "EUR", starts_on=START, months=30)

    assert told(made) == [(2027, 3_000, "start"), (2028, 3_000, 1), (2029, 3_000, 2)]
    assert [report.due_on for report in made.reports] == [
        date(2028, 2, 1),
        date(2029, 2, 1),
        date(2029, 10, 31),
    ]
    assert made.ends_on == date(2029, 7, 31)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, [(2027, 5_000, "start"), (2028, 5_000, 1)]),
        (Decimal(80), [(2027, 5_000, "start"), (2028, 4_000, 1), (2029, 1_000, "final")]),
        (Decimal(0), [(2027, 5_000, "start"), (2029, 5_000, "final")]),
        (Decimal(100), [(2027, 5_000, "start"), (2028, 5_000, 1)]),
    ],
)
def test_the_last_instalment_is_split_by_the_call(share, expected):
    made = plan(Decimal(10_000), "EUR", starts_on=START, months=24, balance_share=share)

    assert told(made) == expected


def test_a_single_year_split_pays_the_rest_against_the_final_report(settings):
    settings.FINAL_REPORT_MONTHS = 6
    made = plan(Decimal(1_000), "EUR", starts_on=START, months=12, balance_share=Decimal(80))

    assert told(made) == [(2027, 800, "start"), (2028, 200, "final")]
    assert made.reports[-1].due_on == date(2028, 7, 31)


def test_what_is_worth_less_than_a_cent_is_left_out():
    made = plan(Decimal("0.01"), "EUR", starts_on=START, months=36)

    assert [row.amount for row in made.instalments] == [Decimal("0.01")]


def test_a_start_on_the_29th_of_february_has_its_anniversaries():
    made = plan(Decimal(300), "EUR", starts_on=date(2028, 2, 29), months=24)

    assert made.reports[0].due_on == date(2029, 2, 28)
    assert made.ends_on == date(2028, 2, 29) + relativedelta(months=24, days=-1)


# From a decision


@db
def test_amounts_follow_the_budget_when_it_tells_every_year():
    dossier = ApplicationFactory(lines=[], requested=9_000)
    dossier.call.exchange_rates.create(currency="CAD", per_euro="2", on=START, source="Inventé")
    dossier.budget_lines.create(funder="requested", year=2028, amount=6_000, currency="CAD")
    dossier.budget_lines.create(funder="requested", year=2027, amount=6_000)
    dossier.budget_lines.create(funder="lead", year=2029, amount=6_000)

    assert weights_of(dossier, 2, "EUR") == (6_000, 3_000)
    assert weights_of(dossier, 3, "EUR") == ()


@db
def test_a_currency_without_a_rate_leaves_the_years_equal():
    dossier = ApplicationFactory(lines=[])
    dossier.budget_lines.create(funder="requested", year=2027, amount=6_000, currency="CAD")

    assert weights_of(dossier, 1, "EUR") == ()


def retained(**values):
    call = CallFactory(balance_share=80)
    dossier = ApplicationFactory(call=call, months=24, starts_on=START, **values)
    return DecisionFactory(application=dossier, closed=True)


@db
def test_a_subsidy_is_opened_with_its_plan():
    decision = retained()

    grant = open_grant(decision, number="S-1")

    assert (grant.amount, grant.starts_on, grant.ends_on) == (10_000, START, date(2029, 1, 31))
    rows = [(i.rank, i.year, i.amount, str(i.report)) for i in grant.instalments.all()]
    assert rows == [
        (1, 2027, 5_000, "None"),
        (2, 2028, 4_000, "compte rendu intermédiaire n° 1"),
        (3, 2029, 1_000, "compte rendu final"),
    ]
    assert list(grant.years.values_list("year", "committed", "paid")) == [
        (2027, 10_000, 5_000),
        (2028, 0, 4_000),
        (2029, 0, 1_000),
    ]
    assert decision not in to_open()


@db
def test_a_dossier_without_dates_asks_for_them():
    decision = DecisionFactory(closed=True)
    assert decision in to_open()

    with pytest.raises(ValidationError, match="combien de mois"):
        open_grant(decision, number="S-1")

    assert open_grant(decision, number="S-1", starts_on=START, months=12).ends_on.year == 2028


@db
def test_only_settled_minutes_open_a_subsidy():
    dossier = ApplicationFactory(months=12, starts_on=START)
    decision = DecisionFactory(application=dossier)
    assert decision not in to_open()

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        open_grant(decision, number="S-1")

    assert "procès-verbal arrêté" in refusal_of(refused.value)


@db
def test_a_subsidy_is_opened_once_under_a_number_of_its_own():
    first, second = retained(), retained()
    open_grant(first, number="S-1")

    with pytest.raises(ValidationError, match="a déjà sa subvention"):
        open_grant(first, number="S-2")
    with pytest.raises(ValidationError, match="numéro"):
        open_grant(second, number="S-1")
