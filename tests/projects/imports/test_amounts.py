"""Amounts as French, English and African sheets write them; what is not legible is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.imports.authorities import Unknown
from correspondents.spreadsheets.cells import Cell
from projects.imports.amounts import amount_of, currency_of_heading, says_no_amount


def read(value, usual=""):
    amount = amount_of("requested", Cell(2, 1, value), usual)
    return str(amount.value), amount.currency


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("12 000,50 €", "12000.50", "EUR"),
        ("12\u202f000,50\u00a0€", "12000.50", "EUR"),
        ("12.000", "12000.00", ""),
        ("1.234.567,8", "1234567.80", ""),
        ("XOF 1 000 000", "1000000.00", "XOF"),
        ("1 000 000 F.CFA (UEMOA)", None, None),
        ("5 000 dollars", None, None),
        ("12'000", "12000.00", ""),
        ("1,234.50 USD", "1234.50", "USD"),
        ("1,234,567", "1234567.00", ""),
        ("12,5", "12.50", ""),
        ("0,5", "0.50", ""),
        ("7 euros", "7.00", "EUR"),
        (12_000, "12000.00", ""),
        (12_000.505, "12000.51", ""),
        (0, "0.00", ""),
        ("12 000 € TTC", "12000.00", "EUR"),
        ("12 000 € T.T.C.", "12000.00", "EUR"),
        ("12 000,50 € HT", "12000.50", "EUR"),
        ("12 000 €*", "12000.00", "EUR"),
        ("12 000 € (1)", "12000.00", "EUR"),
        ("12 000²", "12000.00", ""),
        ("468120.9625", "468120.96", ""),
        ("12,3456", "12.35", ""),
        ("12345,678", "12345.68", ""),
        # Two readings, or none.
        ("12,000", None, None),
        ("1 2 000", None, None),
        ("12 00", None, None),
        ("0.500", None, None),
        ("environ 12 000 €", None, None),
        ("12 k€", None, None),
        ("-12", None, None),
        (-12, None, None),
        (True, None, None),
        (10**12, None, None),
        ("12 000 € + 3 000 €", None, None),
        ("10 %", None, None),
        ("²", None, None),
        ("à préciser", None, None),
    ],
    ids=repr,
)
def test_an_amount_is_read_or_refused(written, value, currency):
    if value is None:
        with pytest.raises(Unknown):
            read(written)
    else:
        assert read(written) == (value, currency)


@pytest.mark.parametrize(
    ("value", "is_rounded"),
    [("468120.9625", True), (12_000.505, True), ("12 000,50", False), (0.1 + 0.2, False)],
)
def test_what_is_rounded_to_the_cent_says_so(value, is_rounded):
    assert amount_of("requested", Cell(2, 1, value)).is_rounded == is_rounded


@pytest.mark.parametrize(
    "text",
    ["-", "—", "?", "à préciser", "À définir", "néant", "NC", "n.c.", "en attente", "sans objet"],
)
def test_a_cell_may_say_that_there_is_no_amount(text):
    assert says_no_amount(text)


@pytest.mark.parametrize("text", ["0", "€", "²", "environ 12 000 €", "12 000 à préciser"])
def test_what_says_an_amount_badly_is_not_taken_for_none(text):
    assert not says_no_amount(text)


@pytest.mark.parametrize(
    ("unit", "usual", "currency"),
    [
        ("XOF", "", "XOF"),
        ("€", "", "EUR"),
        ("€ TTC", "", "EUR"),
        ("", "XOF", "XOF"),
        ("F CFA", "XAF", "XAF"),
        ("$", "CAD", "CAD"),
    ],
)
def test_the_number_format_says_the_currency(unit, usual, currency):
    assert amount_of("requested", Cell(2, 1, 6_559_570, unit=unit), usual).currency == currency


@pytest.mark.parametrize(
    ("unit", "usual"), [("F CFA", ""), ("F CFA", "EUR"), ("$", ""), ("$", "EUR"), ("k€", "")]
)
def test_a_number_format_of_several_currencies_is_never_the_usual_one(unit, usual):
    with pytest.raises(Unknown) as refused:
        amount_of("requested", Cell(2, 1, 6_559_570, unit=unit), usual)

    assert f"« {unit.lower()} »" in refused.value.reason


@pytest.mark.parametrize(("written", "usual"), [("5 000 FCFA", "XOF"), ("5 000 FCFA", "XAF")])
def test_the_franc_of_the_row_settles_which_franc_it_is(written, usual):
    assert read(written, usual) == ("5000.00", usual)


def test_the_cell_wins_over_the_row():
    assert read("5 000 XOF", "EUR") == ("5000.00", "XOF")


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Montant demandé (XOF)", "XOF"),
        ("Montant demandé en euros", "EUR"),
        ("Montant demandé (€)", "EUR"),
        ("Montant demandé TTC", "CAD"),
    ],
)
def test_a_heading_may_say_the_currency(heading, found):
    assert currency_of_heading("requested", heading, "CAD") == found


@pytest.mark.parametrize("heading", ["Montant (k€)", "Budget en milliers d’euros", "Coût (M€)"])
def test_thousands_are_not_read(heading):
    with pytest.raises(Unknown) as refused:
        currency_of_heading("requested", heading)

    assert "donnez les montants en entier" in refused.value.reason


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2))
def test_what_french_people_write_is_read_back(value):
    whole, cents = f"{value:,.2f}".split(".")
    for blank in (" ", "\u00a0", "\u202f", "."):
        written = f"{whole.replace(',', blank)},{cents} €"
        assert Decimal(read(written)[0]) == value
