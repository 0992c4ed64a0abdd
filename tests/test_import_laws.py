"""The laws of the imports, for people, partnerships and dossiers alike."""

import importlib
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.models import LocalAuthority

from .hypothesis_profiles import examples, is_whole
from .random_lists import (
    ACCEPTED,
    APPLICATIONS,
    PARTNERSHIPS,
    PEOPLE,
    SAMPLES,
    USUAL,
    nasty_cells,
    person,
    random_sheets,
)

pytestmark = pytest.mark.django_db
of_each_kind = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)


@pytest.fixture
def documents():
    """Those of the rows that come in, planned once, without any other."""
    return {}


@of_each_kind
@examples(100 if is_whole() else 5)
@given(data=st.data())
def test_nasty_cells_change_nothing_of_the_other_rows(db, documents, sample, data):
    columns = st.sampled_from(sample.codes)  # once each: two rows may contradict one another
    codes = data.draw(st.lists(columns, min_size=1, max_size=10, unique=True))
    usual = {n: sample.row(n) for n in USUAL}
    nasty = {n: {**sample.row(n), c: data.draw(nasty_cells())} for n, c in enumerate(codes, 1)}
    documents = documents or sample.documents(usual)

    rows = sample.documents(dict(sorted((usual | nasty).items())))

    assert {n: rows[n] for n in usual} == documents
    for number, code in enumerate(codes, 1):
        row = rows[number]
        assert row["outcome"] in ACCEPTED or row["messages"]
        assert row["outcome"] in ACCEPTED or code in sample.decisive, row["messages"]


@of_each_kind
@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#NOM?"])
def test_a_formula_in_error_never_enters(db, sample, error):
    rows = {n: {**sample.row(n), code: error} for n, code in enumerate(sample.codes)}

    for row in sample.documents(rows).values():
        assert error in row["other"].values() or "formule en erreur" in row["messages"][0]


@pytest.mark.parametrize(
    ("sample", "module"),
    [(PARTNERSHIPS, "atlas.imports.planner"), (APPLICATIONS, "projects.imports.planner")],
    ids=lambda value: getattr(value, "code", ""),
)
def test_a_row_that_cannot_be_read_stops_no_other(db, sample, module, monkeypatch, caplog):
    read = importlib.import_module(module).read_values

    def broken(row, *args):
        return read(row, *args) if row.number != 2 else {}["nothing"]

    monkeypatch.setattr(f"{module}.read_values", broken)
    rows = sample.documents({0: sample.row(0), 40: sample.row(40)})

    assert [rows[n]["outcome"] in ACCEPTED for n in (0, 40)] == [False, True]
    assert rows[0]["messages"][0].startswith("Ligne 2 : elle ne peut pas être lue")
    assert "A row cannot be read" in caplog.text


STRANGE = st.sampled_from([*"0123456789?!=#%{}<>|\\+_"])
JOBS = st.sampled_from(["attachée", "COCAC", "consule", "Cheffe", "stagiaire", "directeur"])
LINKED = st.sampled_from(["voir {}", "cf {}", "{} ou son adjoint", "{} remplacée par {}"])


@st.composite
def doubtful_names(draw):
    """A text that is more than the name of one person: with a digit, a mark, a job, another."""
    name = draw(st.sampled_from(["Inès Fictif", "MODÈLE Théo", "Zoé de La Fiction"]))
    place = draw(st.integers(2, len(name) - 2))
    return draw(
        st.one_of(
            STRANGE.map(lambda mark: name[:place] + mark + name[place:]),
            JOBS.map(lambda job: name.replace(" ", f" {job} ", 1)),
            LINKED.map(lambda form: form.format(name, "Anne Exemple")),
        )
    )


@examples(40)
@given(name=doubtful_names(), whole=st.booleans())
def test_a_doubtful_name_always_waits(db, name, whole):
    code = "name" if whole else "last_name"
    own = {"country": "Togo", code: name} | ({} if whole else {"first_name": "Inès"})

    row = PEOPLE.documents({2: own}, [*own, "phone"])[2]

    assert row["outcome"] == "ambiguous"
    assert row["questions"][0]["key"].startswith("name:")


@examples(40)
@given(
    cut=st.sampled_from([" ", "\u00a0", "..", "@", "é", "&", "’é", "#", "ß ", "!", "$", "=", "/é"]),
    end=st.sampled_from(
        ["", " ", ";", " ; autre@diplomatie.example", "\nautre@diplomatie.example"]
    ),
)
def test_a_part_of_an_address_is_nobody_s_address(db, cut, end):
    own = person(0) | {"email": f"mary{cut}fictive@diplomatie.example{end}"}

    row = PEOPLE.documents({2: own})[2]

    assert row["outcome"] == "rejected" or not row["contacts"][0]["email"]


def communes_of_one_name():
    """{name: the keys of the communes of today that bear it}, of those that several bear."""
    communes = LocalAuthority.objects.existing().filter(type=LocalAuthority.Type.COMMUNE)
    bearers = defaultdict(list)
    for commune in communes.select_related("department").order_by("pk"):
        bearers[commune.name_norm].append(commune)
    return [same for same in bearers.values() if len(same) > 1]


@pytest.fixture(scope="session")
def homonyms(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return communes_of_one_name()


@pytest.mark.parametrize("sample", [PARTNERSHIPS, APPLICATIONS], ids=lambda sample: sample.code)
@examples(100 if is_whole() else 4)
@given(data=st.data())
def test_a_town_of_several_is_never_taken_without_evidence(db, homonyms, sample, data):
    drawn = data.draw(st.lists(st.sampled_from(homonyms), min_size=4, max_size=20))
    meant = [data.draw(st.sampled_from(same)) for same in drawn]
    bare = {n: without_siren(sample.row(n), name=town.name) for n, town in enumerate(meant)}
    told = {
        n + 100: without_siren(sample.row(n + 100), name=town.name, number=town.department.insee)
        for n, town in enumerate(meant)
    }

    rows = sample.documents(bare | told, [*bare[0], "Code département"])

    for number, town in enumerate(meant):
        assert rows[number]["outcome"] == "ambiguous", town
        assert rows[number + 100]["authority"] in (None, town.siren), town


def without_siren(row, *, name, number=""):
    """The row, whose French side is said by a name alone, and the number of a département."""
    others = {code: text for code, text in row.items() if code != "siren"}
    return others | {"authority": name} | ({"Code département": number} if number else {})


@of_each_kind
@examples(100 if is_whole() else 6)
@given(data=st.data())
def test_every_cell_of_a_random_sheet_ends_somewhere(db, sample, data):
    sheet, words = data.draw(random_sheets(sample))

    plan = sample.plan(sheet)

    documents = {row["row"]: row for row in sample.kind.report(plan)["rows"]}
    for row in plan.rows:
        document = documents[row.number]
        for word in words.pop(row.number):
            assert word in str(ends_of(row, document)), (word, document)
    assert not words


def ends_of(row, document):
    """All that a row brings, its messages apart; what is refused is given back whole."""
    if not row.is_accepted:
        return row.record.by_heading()
    said = [value for key, value in document.items() if key != "messages"]
    if hasattr(row, "entries"):
        people = [vars(tenure.person) for entry in row.entries for tenure in entry.tenures]
        return [*said, *people, row.post_values]
    return [*said, row.planned]
