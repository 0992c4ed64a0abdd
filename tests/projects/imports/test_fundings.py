"""A project with several rows in its list: one dossier, with a line a funder and a year."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from correspondents.imports.apply import apply
from correspondents.imports.kinds import list_kind
from correspondents.imports.plan import build
from projects.imports.applications import ApplicationOptions
from projects.models import Application

from ...factories import CallFactory
from .test_applications import HEADINGS, outcomes, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory()


FUNDED = ["1001", "Eau inventée", "Rennes", "Ndimagine", "Sénégal"]


def funded(call, *fundings, more=("Année",)):
    """The plan of rows of one dossier: (what is asked, then the cells of `more`)."""
    headings = [*HEADINGS, *more]
    return plan_of(call, *([*FUNDED, *cells] for cells in fundings), headings=headings)


def lines_of(dossier):
    lines = dossier.budget_lines.order_by("year", "funder")
    return list(lines.values_list("funder", "year", "amount", "currency"))


@pytest.mark.slow
def test_the_rows_of_a_dossier_make_one_with_a_line_a_year(call):
    plan = funded(call, (10_000, 2026), (5_000, 2027))
    apply(plan)

    assert outcomes(plan) == ["new", "identical"]
    assert plan.rows[1].messages == ["Ligne 3 : jointe au dossier de la ligne 2."]
    dossier = Application.objects.get()
    assert dossier.requested == 15_000
    assert lines_of(dossier) == [
        ("requested", 2026, 10_000, "EUR"),
        ("requested", 2027, 5_000, "EUR"),
    ]
    assert outcomes(funded(call, (10_000, 2026), (5_000, 2027))) == ["identical", "identical"]


def test_the_rows_of_a_dossier_may_differ_by_funder(call):
    more = ("Année", "Part de la collectivité", "Part du partenaire")

    apply(funded(call, (10_000, 2026, 4_000, None), (10_000, 2026, None, 3_000), more=more))

    dossier = Application.objects.get()
    assert dossier.requested == 10_000
    assert lines_of(dossier) == [
        ("foreign", 2026, 3_000, "EUR"),
        ("lead", 2026, 4_000, "EUR"),
        ("requested", 2026, 10_000, "EUR"),
    ]


def test_what_a_following_row_adds_is_kept(call):
    more = ("Année", "Remarque", "Durée")

    plan = funded(call, (10_000, 2026, "prêt", None), (5_000, 2027, "don", 18), more=more)
    apply(plan)

    dossier = Application.objects.get()
    assert (dossier.notes, dossier.months) == ("Remarque : prêt / don", 18)


def test_a_contradiction_is_told_by_its_cell(call):
    rows = [[*FUNDED, 10_000], ["1001", "Autre titre", *FUNDED[2:], 5_000]]

    plan = plan_of(call, *rows)

    assert outcomes(plan) == ["new", "rejected"]
    assert plan.rows[1].messages == [
        "B3 : « Autre titre » contredit la ligne 2 du même dossier, « Eau inventée »."
    ]
    assert plan.rows[0].application.requested == 10_000


def test_one_bad_amount_refuses_its_whole_dossier(call):
    plan = funded(call, (10_000, 2026), ("12,000", 2027))

    assert outcomes(plan) == ["rejected", "rejected"]
    assert plan.rows[0].messages == ["A2 : « 1001 » a une autre ligne, la 3, qui ne se lit pas."]
    assert plan.rows[1].messages[0].startswith("F3 : « 12,000 » se lit de deux façons")


def test_two_currencies_are_not_added_up(call):
    plan = funded(call, (10_000, 2026), ("XOF 5 000", 2027))

    assert outcomes(plan) == ["rejected", "rejected"]
    assert plan.rows[0].messages == ["A2 : « 1001 » est en deux monnaies : voyez la ligne 3."]


# What is read is what the person sees


@pytest.mark.parametrize(
    ("shown", "outcome", "amount"),
    [
        ("#,##0 [$XOF]", "new", (Decimal(6_559_570), "XOF")),
        ('#,##0.00 "€"', "new", (Decimal(6_559_570), "EUR")),
        ('#,##0 "F CFA"', "rejected", None),
        ("[$$-409]#,##0.00", "rejected", None),
        ("#,##0,", "rejected", None),
    ],
)
def test_the_currency_of_a_number_format_is_never_lost(call, shown, outcome, amount):
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    sheet.append([*FUNDED, 6_559_570])
    sheet.cell(2, len(HEADINGS)).number_format = shown
    file = io.BytesIO()
    book.save(file)
    file.seek(0)

    options = ApplicationOptions(call=call.slug)
    plan = build(file, "dossiers.xlsx", kind=list_kind("applications"), options=options)

    assert outcomes(plan) == [outcome]
    if amount:
        assert (plan.rows[0].application.requested, plan.rows[0].application.currency) == amount
    else:
        assert plan.rows[0].messages[0].startswith("F2 : «")
