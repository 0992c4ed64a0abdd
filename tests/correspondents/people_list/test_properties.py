"""Random lists: nothing is lost, no country is guessed, a second import changes nothing."""

import io
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.imports.report import report
from correspondents.models import Correspondent, Country, CountryAlias, Post
from correspondents.people_list.columns import COLUMNS, NAME
from correspondents.records.text import normalise

from ...hypothesis_profiles import examples

pytestmark = pytest.mark.django_db

HEADINGS = {
    column.code: (column.label, *column.synonyms)
    for column in [*COLUMNS, NAME]
    if column.code in {"country", "name", "email", "phone", "function", "city"}
}
PLACES = {
    "Togo": "Lomé",
    "BÉNIN": "Cotonou",
    "Sénégal*": "Dakar",
    "Congo, République démocratique du": "Kinshasa",
    "Corée (République de)": "Séoul",
    "Gambie": None,
    "Chypre (1)": "Nicosie",
    "Territoires palestiniens": "Jérusalem",
}
NOBODY_S_NAMES = [
    "Syldavie",
    "Senegl",
    "Israël / Territoires palestiniens",
    "Corée",
    "Congo (ex-Zaïre)",
]
FIRST = ["Inès", "Théo", "Maëlle", "Jean-Noël", "Zoé", "Loïc"]
LAST = ["Fictif", "Modèle", "de La Fiction", "Le Factice", "d’Exemple", "Œuvrard-Fictif"]
SAID = st.text("abcdefghijé ’-12", min_size=1, max_size=20).map(str.strip).filter(bool)
SEPARATORS = [" ; ", "\n", " / ", ", "]


@st.composite
def people(draw, numbers):
    """(how the list names them, how it gives their addresses, the addresses)."""
    names, addresses = [], []
    for _ in range(draw(st.integers(1, 2))):
        first, last = draw(st.sampled_from(FIRST)), draw(st.sampled_from(LAST))
        number = next(numbers)
        written = draw(
            st.sampled_from([f"{first} {last}", f"{last.upper()} {first}", f"Mme {first} {last}"])
        )
        names.append(written)
        letters = normalise(f"{first}.{last}").replace(" ", "")
        local = normalise(first).replace(" ", "") + "." + normalise(last).replace(" ", "")
        addresses.append(f"{local or letters}{number}@diplomatie.example")
    at = draw(st.sampled_from(["@", "(at)", " @", "[at]"]))
    listed = [address.replace("@", at) for address in addresses]
    if draw(st.booleans()):
        listed.append("scac.xx-amba@diplomatie.example")
    return (
        draw(st.sampled_from(["\n", " / ", " et "])).join(names),
        draw(st.sampled_from(SEPARATORS)).join(listed),
        addresses,
    )


@st.composite
def lists(draw):
    """A workbook with its header somewhere, columns in any order, notes and sections between."""
    numbers = count(1)
    codes = draw(st.permutations(["country", "name", "email", "phone", "function", "Remarque"]))
    book = Workbook()
    page = book.active
    for _ in range(draw(st.integers(0, 3))):
        page.append(draw(st.sampled_from([["Liste des correspondants"], [], [None, "au 10 mai"]])))
    page.append([draw(st.sampled_from(HEADINGS[c])) if c in HEADINGS else c for c in codes])
    places = draw(st.lists(st.sampled_from([*PLACES, *NOBODY_S_NAMES]), min_size=1, unique=True))
    rows = []
    for place in places:
        if draw(st.booleans()):
            page.append(draw(st.sampled_from([["AFRIQUE"], [], [None, None, "(1) à confirmer"]])))
        names, listed, addresses = draw(people(numbers))
        cells = {
            "country": place,
            "name": names,
            "email": listed,
            "phone": draw(st.sampled_from([None, "+228 11 22 33 44", 22811223344])),
            "function": draw(st.none() | SAID),
            "Remarque": draw(st.none() | SAID),
        }
        page.append([cells[code] for code in codes])
        rows.append((page.max_row, place, cells, addresses))
    file = io.BytesIO()
    book.save(file)
    return file, rows


def plan_of(file):
    return build(file, "liste.xlsx")


@given(drawn=lists())
@examples(25)
def test_every_cell_ends_in_a_field_in_other_data_or_in_the_refused(db, drawn):
    file, rows = drawn
    document = report(plan_of(file))
    by_number = {row["row"]: row for row in document["rows"]}

    for number, _, cells, addresses in rows:
        row = by_number[number]
        told = " ".join(
            [
                *(value for contact in row["contacts"] for value in contact.values()),
                *row["other"].values(),
            ]
        )
        assert {contact["email"] for contact in row["contacts"]} >= set(addresses)
        if cells["Remarque"]:
            assert " ".join(cells["Remarque"].split()) in told
        for word in cells["name"].replace("/", " ").split():
            assert word in {"Mme", "et"} or word in told
    filled = {
        cell.row
        for cells in _cells(file)
        for cell in cells
        if cell.value is not None and cell.row > document["sheets"][0]["header_row"]
    }
    assert filled == set(by_number)


def _cells(file):
    from openpyxl import load_workbook

    file.seek(0)
    return load_workbook(file).active.iter_rows()


@given(drawn=lists())
@examples(25)
def test_the_same_list_twice_is_the_same_base(db, drawn):
    file, _ = drawn
    Correspondent.objects.all().delete()
    batch = apply(plan_of(file))
    people, posts = Correspondent.pgh_event_model.objects, Post.pgh_event_model.objects
    before = people.count(), posts.count()

    again = plan_of(file)
    apply(again)

    waiting = batch.totals["rejected"] + batch.totals["ambiguous"]
    assert again.totals["rejected"] + again.totals["ambiguous"] == waiting
    assert again.totals["identical"] + again.totals["ignored"] + waiting == len(again.rows)
    assert (people.count(), posts.count()) == before


@given(label=st.sampled_from([*PLACES, *NOBODY_S_NAMES]) | SAID)
@examples(60)
def test_no_country_is_given_but_by_one_of_its_names(db, label):
    book = Workbook()
    book.active.append(["Pays", "Nom", "Prénom"])
    book.active.append([label, "Fictif", "Inès"])
    file = io.BytesIO()
    book.save(file)

    row = report(plan_of(file))["rows"][0]

    if label in NOBODY_S_NAMES:
        assert row["country"] is None
    elif label in PLACES:
        assert row["country"] is not None
    elif row["country"]:
        form = normalise(label)
        own = Country.objects.filter(pk=row["country"], name_norm=form)
        alias = CountryAlias.objects.filter(country=row["country"], name_norm=form)
        assert own.exists() or alias.exists() or label.upper() == row["country"]
    else:
        assert row["outcome"] in {"rejected", "ambiguous"}
