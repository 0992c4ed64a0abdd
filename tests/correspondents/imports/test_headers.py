"""Tables of other hands: which row names the columns, and what those columns hold."""

import pytest

from correspondents.imports.kinds import list_kind
from correspondents.imports.sheet import lay_out
from correspondents.spreadsheets.cells import Cell, Sheet

pytestmark = pytest.mark.django_db


def laid_out(kind, *rows, **options):
    cells = [
        [Cell(place, n, text) for n, text in enumerate(row, 1) if text]
        for place, row in enumerate(rows, 1)
    ]
    return lay_out(Sheet("Feuille", cells), list_kind(kind).vocabulary, **options)


def codes(listing):
    return [heading.code for heading in listing.headings]


PAGE = "http://www.wikidata.org/entity/Q{}"
TWIN_TOWNS = [
    ["item", "itemLabel", "insee", "partner", "partnerLabel", "countryLabel"],
    [PAGE.format(1), "Rennes", "35238", PAGE.format(2), "Ndimagine", "Sénégal"],
    [PAGE.format(3), "Suresnes", "92073", PAGE.format(4), "Göttingen", "Allemagne"],
]


def test_the_address_of_a_page_is_the_name_of_no_town():
    listing = laid_out("partnerships", *TWIN_TOWNS, propose=True)

    assert codes(listing) == [None, None, "insee", None, "partner", "country"]
    assert [record.text("partner") for record in listing.records] == ["Ndimagine", "Göttingen"]


def test_a_heading_that_a_program_joins_is_read_as_its_words():
    headings = ["communeLabel", "codeINSEE", "partenaireLabel", "paysLabel"]
    listing = laid_out("partnerships", headings)

    assert codes(listing) == ["authority", "insee", "partner", "country"]


def test_a_row_whose_partner_is_the_address_of_a_page_waits_for_its_name():
    kind = list_kind("partnerships")
    rows = [["Commune", "Partenaire", "Pays"], ["Rennes", "Ndimagine", "Sénégal"]]
    rows += [["Rennes", "Matam", "Sénégal"], ["Rennes", PAGE.format(2), "Sénégal"]]
    options = kind.options()

    plan = kind.plan("", None, [laid_out("partnerships", *rows)], options, {}, lambda percent: None)

    assert [row.is_accepted for row in plan.rows] == [True, True, False]
    assert "l’adresse d’une page : donnez le nom" in plan.rows[2].messages[0]


def test_unknown_headings_are_headings_all_the_same():
    listing = laid_out(
        "people",
        ["Où", "Qui", "Joindre"],
        ["Mali", "Jean FACTICE", "jean.factice@diplomatie.example"],
        ["Togo", "Anne FICTIVE", "anne.fictive@diplomatie.example"],
    )

    assert [heading.text for heading in listing.headings] == ["Où", "Qui", "Joindre"]
    assert (listing.header_row, codes(listing)) == (1, ["country", "name", "email"])
    assert [record.row for record in listing.aside] == [2, 3]  # nothing is read unasked


def test_a_first_row_with_one_slip_is_no_heading():
    listing = laid_out(
        "people",
        ["Mli", "Jean FACTICE", "jean.factice@diplomatie.example"],
        ["Togo", "Anne FICTIVE", "anne.fictive@diplomatie.example"],
        ["Mali", "Paul FACTICE", "paul.factice@diplomatie.example"],
    )

    assert [record.row for record in listing.aside] == [1, 2, 3]


def test_years_and_codes_are_no_phones_and_a_title_is_nobody():
    listing = laid_out(
        "people",
        ["Où", "Quand", "Code", "Quoi"],
        ["Mali", "2018", "35238", "Appel à projets généraliste"],
        ["Togo", "2023", "92073", "Appel à projets jeunesse"],
    )

    assert codes(listing) == ["country", None, None, None]


def test_a_list_of_funded_projects_is_known_by_their_titles():
    listing = laid_out(
        "applications",
        ["Année", "Intitulé du projet", "Collectivité chef de file", "Pays"],
        ["2018", "Eau inventée", "Rennes", "Sénégal"],
    )

    assert codes(listing) == ["year", "title", "authority", "country"]
    assert listing.records[0].text("title") == "Eau inventée"


def test_a_column_without_heading_takes_the_place_of_no_other():
    listing = laid_out(
        "people", ["Pays", "", "Nom", "Colonne B"], ["Mali", "un", "FICTIVE", "autre"]
    )

    [record] = listing.records
    assert sorted(record.by_heading().values()) == ["FICTIVE", "Mali", "autre", "un"]
