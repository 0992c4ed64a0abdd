"""How the sheets write what a row has several of, and their amounts; columns of several."""

from collections import Counter
from operator import attrgetter

from correspondents.spreadsheets.write import Column, joined, several
from projects.applications.costs import Rates, rounded
from projects.models.money import amount_in_words


def amount(value):
    """A Fraction as the number of a cell; None, an empty cell, when it is not known."""
    return None if value is None else rounded(value)


def by_currency(rows):
    """« 1 200,00 EUR ; 300 000,00 XOF » of [(amount, currency)]."""
    sums = Counter()
    for value, currency in rows:
        sums[currency] += value
    return joined(amount_in_words(sums[each], each) for each in sorted(sums))


def in_euros(call, rows):
    """The sum of [(amount, currency)] by the rates of the call; None when one is missing."""
    rates = Rates.of(call)
    amounts = [rates.convert(value, currency, "EUR") for value, currency in rows]
    return None if None in amounts else amount(sum(amounts))


def call_column(path):
    """The call, which is at this path of a row."""
    return Column("call", "Appel", "Titre de l’appel", f"{path}.title", f"{path}.slug", 40)


def countries_column(path, width=26):
    """The countries of the dossier, which is at this path of a row."""
    countries = attrgetter(f"{path}.countries")
    return Column(
        "countries",
        "Pays",
        "Tous les pays ou territoires du projet",
        several(f"{path}.countries", separator=", "),
        lambda row: [country.pk for country in countries(row).all()],
        width,
    )


def country_names(row):
    """The countries of the dossier of a decision or of a subsidy, by name."""
    return joined(sorted(country.name for country in row.application.countries.all()), ", ")
