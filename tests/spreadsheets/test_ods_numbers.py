"""A number of an .ods comes with what its style shows; odfpy makes the workbooks."""

import pytest
from odf import number, style
from odf.opendocument import OpenDocumentSpreadsheet

from correspondents.spreadsheets.cells import Cell
from correspondents.spreadsheets.formulas import NO_RESULT
from correspondents.spreadsheets.number_formats import SCALED

from .test_ods_read import add_sheet, add_style, blank, cell, cells


@pytest.fixture
def book():
    return OpenDocumentSpreadsheet()


def add_number_style(styles, name, *parts, kind=number.NumberStyle, exceptions=()):
    made = kind(name=name)
    for part in parts:
        made.addElement(part)
    for condition, other in exceptions:
        made.addElement(style.Map(condition=condition, applystylename=other))
    styles.addElement(made)


def numbered(book, value, name):
    """The cell of a number that has the number style by the parent of its style."""
    book.styles.addElement(style.Style(name="Nommé", family="table-cell", datastylename=name))
    add_style(book, "ce1", "table-cell", parent="Nommé")
    add_sheet(book, [[cell("vu", valuetype="float", value=str(value), stylename="ce1")]])
    return cells(book)["A1"]


def digits(**attributes):
    return number.Number(**{"minintegerdigits": 1, "decimalplaces": 0, **attributes})


def test_a_currency_of_a_style_is_the_unit(book):
    symbol = number.CurrencySymbol(text="XOF")
    parts = [digits(grouping="true"), number.Text(text=" "), symbol]
    add_number_style(book.automaticstyles, "N1", *parts, kind=number.CurrencyStyle)

    assert numbered(book, 6559570, "N1") == Cell(1, 1, 6559570, unit="XOF")


@pytest.mark.parametrize(("value", "unit"), [(5, "€"), (-5, "$"), (0, "F")])
def test_a_style_gives_way_to_another_on_a_condition(book, value, unit):
    for name, text_of in {"N1P0": " €", "N1P1": " $"}.items():
        add_number_style(book.styles, name, digits(), number.Text(text=text_of))
    exceptions = [("value()>0", "N1P0"), ("value()<0", "N1P1")]
    add_number_style(
        book.automaticstyles, "N1", digits(), number.Text(text=" F"), exceptions=exceptions
    )

    assert numbered(book, value, "N1") == Cell(1, 1, value, unit=unit)


def test_a_scale_is_a_fault(book):
    add_number_style(book.automaticstyles, "N1", digits(displayfactor=1000))

    assert numbered(book, 6559570, "N1") == Cell(1, 1, 6559570, fault=SCALED)


def test_a_phone_keeps_its_zero_and_its_plus(book):
    add_number_style(book.automaticstyles, "N1", number.Text(text="+"), digits())

    assert numbered(book, 221338395100, "N1").value == "+221338395100"


def test_a_percentage_is_a_text(book):
    percent = number.Text(text=" %")
    add_number_style(book.automaticstyles, "N1", digits(), percent, kind=number.PercentageStyle)

    assert numbered(book, 0.25, "N1").value == "25 %"


def test_a_formula_without_a_result_is_no_blank_cell(book):
    computed = blank(formula="of:=[.B1]")
    blank_text = cell("", formula='of:=""')
    add_sheet(
        book, [[computed, cell("3", valuetype="float", value="3", formula="of:=1+2"), blank_text]]
    )

    assert list(cells(book).values()) == [Cell(1, 1, "", fault=NO_RESULT), Cell(1, 2, 3)]
