"""Forty generated lists of four layouts: the country, the people and the addresses of each row."""

import io
import random

import pytest
from openpyxl import Workbook

from correspondents.imports.plan import build
from correspondents.imports.report import report
from correspondents.models import Country, Coverage

from .test_layouts import rows_of, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LISTS, ROWS = 10, 25  # of each layout
FIRST = "Anaïs Théo Inès Loïc Maëlle Zoé Jean-Noël Gaëtan Édouard Yaël".split()
LAST = ["Fictif", "Modèle", "Factice", "de La Fiction", "d’Exemple", "Essai-Témoin", "Le Brouillon"]
JOBS = ["Attachée de coopération", "Volontaire international (VI)", "Conseiller culturel", None]
TITLES = [["Liste des correspondants"], [], ["Mise à jour : mai"]]


def letters(text):
    """A name as its address has it: « d’Exemple » → « dexemple »."""
    return text.lower().translate(str.maketrans("éèëïô", "eeeio", " ’-"))


class Writer:
    """One list: `page` is its sheet, `expected` the {row: (country, [(name, address)])} of it."""

    def __init__(self, seed, countries):
        self.drawn, self.numbers = random.Random(seed), iter(range(1000))
        self.book = Workbook()
        self.page, self.expected = self.book.active, {}
        self.countries = self.drawn.sample(countries, ROWS)
        for title in self.drawn.sample(TITLES, self.drawn.randint(0, 3)):
            self.page.append(title or [None])

    def person(self):
        """(first name, last name, address)"""
        first, last = self.drawn.choice(FIRST), self.drawn.choice(LAST)
        number = next(self.numbers)
        return first, last, f"{letters(first)}.{letters(last)}{number}@diplomatie.example"

    def whole(self, first, last):
        forms = [f"{first} {last.upper()}", f"{last.upper()} {first}", f"Mme {first} {last}"]
        return self.drawn.choice(forms)

    def address(self, address):
        return address.replace("@", self.drawn.choice(["@", "@", " @", "[at]"]))

    def country(self, country):
        return self.drawn.choice([country.name, country.name.upper(), f"{country.name} "])

    def append(self, row, country, *people):
        self.page.append(row)
        names = [(f"{first} {last}".lower(), address) for first, last, address in people]
        self.expected[self.page.max_row] = country.pk, sorted(names)


def plain(writer):
    writer.page.append(["Pays", "Nom et prénom", "Fonction", "Mél", "Tél"])
    for country in writer.countries:
        people = [writer.person() for _ in range(writer.drawn.randint(1, 2))]
        names = "\n".join(writer.whole(first, last) for first, last, _ in people)
        addresses = "\n".join(writer.address(each[2]) for each in people)
        row = [writer.country(country), names, writer.drawn.choice(JOBS), addresses, None]
        writer.append(row, country, *people)


def split(writer):
    writer.page.append(["Prénom", "Nom", "Courriel", "Pays ou territoire", "Fonction"])
    for country in writer.countries:
        first, last, address = person = writer.person()
        row = [first, last, writer.address(address), writer.country(country)]
        writer.append([*row, writer.drawn.choice(JOBS)], country, person)


def grouped(writer):
    """The country is a title above its rows, over all the columns."""
    writer.page.append(["Pays", "Nom", "Fonction", "Adresse électronique"])
    for country in writer.countries:
        writer.page.append([writer.country(country)])
        number = writer.page.max_row
        writer.page.merge_cells(f"A{number}:D{number}")
        for _ in range(writer.drawn.randint(1, 3)):
            first, last, address = person = writer.person()
            row = [None, writer.whole(first, last), writer.drawn.choice(JOBS)]
            writer.append([*row, writer.address(address)], country, person)


def side_by_side(writer):
    """Two people on a row, each under a title over the columns that are theirs."""
    writer.page.append([None, "Correspondant coopération décentralisée", None, "COCAC", None])
    top = writer.page.max_row
    writer.page.merge_cells(f"B{top}:C{top}")
    writer.page.merge_cells(f"D{top}:E{top}")
    writer.page.append(["Pays", "Nom / Prénom", "Mél", "Nom / Prénom", "Mél"])
    for country in writer.countries:
        people = writer.person(), writer.person()
        cells = [[writer.whole(*each[:2]), writer.address(each[2])] for each in people]
        writer.append([writer.country(country), *cells[0], *cells[1]], country, *people)


def read(writer):
    """{row: (country, [(name, address)])} of a list, by the plan of its workbook."""
    file = io.BytesIO()
    writer.book.save(file)
    rows = report(build(file, "liste.xlsx"))["rows"]
    return {
        row["row"]: (
            row["country"],
            sorted((each["name"].lower(), each["email"]) for each in row["contacts"]),
        )
        for row in rows
        if row["outcome"] != "ignored"
    }


@pytest.mark.parametrize("layout", [plain, split, grouped, side_by_side])
def test_every_row_of_generated_lists_is_right(layout):
    served = Coverage.objects.current().values("country")
    countries = list(Country.objects.filter(pk__in=served).order_by("pk"))
    rows = 0
    for seed in range(LISTS):
        writer = Writer(f"{layout.__name__} {seed}", countries)
        layout(writer)

        assert read(writer) == writer.expected, seed
        rows += len(writer.expected)

    print(f"\n{layout.__name__}: {rows} rows of {LISTS} lists, all right")


def test_a_country_as_a_title_is_that_of_the_rows_below_it_until_the_next_title():
    rows = rows_of(
        sheet(
            ["Pays", "Nom", "Prénom"],
            ["SÉNÉGAL"],
            [None, "Fictif", "Inès"],
            [None, "Modèle", "Théo"],
            ["EUROPE"],
            [None, "Factice", "Zoé"],
            merged=["A2:C2", "A5:C5"],
        )
    )

    assert [row["country"] for row in rows] == [None, "SN", "SN", None, None]
    assert rows[4]["outcome"] == "rejected"
