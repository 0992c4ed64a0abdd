"""Amounts and lists in the cells of sheets; the columns that several sheets have."""

from collections import Counter
from operator import attrgetter

from correspondents.spreadsheets.write import Column, joined, several
from projects.applications.costs import Rates, rounded
from projects.models.money import amount_in_words


def amount(value):
    """A Fraction as the number of a cell; None, an empty cell, when it is not known."""
    return None if value is None else rounded(value)


def by_currency(rows):
    """« 1 200 € ; 300 000,00 XOF ; 1 à préciser » of [(amount or None, currency)]."""
    sums, unknown = Counter(), 0
    for value, currency in rows:
        unknown += value is None
        sums[currency] += value or 0
    sums_in_words = [amount_in_words(sums[each], each) for each in sorted(sums) if sums[each]]
    return joined([*sums_in_words, f"{unknown} à préciser"] if unknown else sums_in_words)


def in_euros(call, rows):
    """The sum of [(amount, currency)] by the rates of the call; None when one is missing."""
    if any(value is None for value, _ in rows):
        return None
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
    return joined(sorted(country.name for country in row.application.countries.all()), ", ")


# The dossier of an opinion, of a decision or of a subsidy.
DOSSIER = [
    Column("dossier", "Dossier", "Numéro du dossier", "application.reference"),
    Column("title", "Intitulé", "Intitulé du dossier", "application.title", width=40),
    Column("lead", "Chef de file", "Collectivité française", "application.lead.name"),
]
COUNTRIES = Column("countries", "Pays ou territoires", "Ceux du projet", country_names, width=30)
