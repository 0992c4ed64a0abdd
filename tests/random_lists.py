"""Random lists of the three kinds: what each law of the imports is tried on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from string import ascii_lowercase

from hypothesis import strategies as st

from atlas.imports.partnerships import InventoryOptions
from atlas.imports.rows import PartnershipRow
from correspondents.imports.kinds import list_kind
from correspondents.imports.options import ListOptions
from correspondents.imports.sheet import lay_out
from correspondents.people_list.columns import WHOLE
from correspondents.people_list.options import Options
from correspondents.spreadsheets.cells import Cell, Sheet, clean
from projects.imports.applications import ApplicationOptions
from projects.imports.rows import ApplicationRow
from projects.models import Call

from .factories import CallFactory

CALL = "appel-des-lois"
EDITION = date(2026, 9, 15)
USUAL = {0: "Sénégal", 40: "Mali"}  # the rows that nasty ones stand between: theirs alone
ACCEPTED = {"new", "modified", "identical", "replacement", "vacant"}


@dataclass(frozen=True)
class Sample:
    """A kind of list, and its rows that come in: `row(number)` is {code: text}, no two alike.

    `optional` are the codes of the cells that a row may do without, `decisive` those of who,
    where and how much.
    """

    code: str
    row: Callable[[int], dict]
    optional: tuple[str, ...]
    decisive: tuple[str, ...]
    options: ListOptions

    @property
    def kind(self):
        return list_kind(self.code)

    @property
    def codes(self):
        return (*self.optional, *self.decisive)

    def sheet(self, rows, codes=()):
        """A Sheet of {number: {code or heading: value or Cell}}, from its second line on."""
        codes = list(codes or dict.fromkeys([*self.row(0), *self.codes]))
        labels = self.kind.vocabulary.choices
        header = [Cell(1, n, labels.get(code, code)) for n, code in enumerate(codes, 1)]
        lines = [
            [cell_at(number + 2, codes.index(code) + 1, value) for code, value in row.items()]
            for number, row in rows.items()
        ]
        return Sheet("Liste", [header, *(sorted(row, key=lambda c: c.column) for row in lines)])

    def plan(self, sheet, choices=None):
        listing = lay_out(sheet, self.kind.vocabulary)
        if self.code == "applications" and not Call.objects.filter(slug=CALL).exists():
            CallFactory(slug=CALL)
        return self.kind.plan("", EDITION, [listing], self.options, choices or {}, lambda _: None)

    def documents(self, rows, codes=()):
        """{number: the row in the report of the plan}."""
        plan = self.plan(self.sheet(rows, codes))
        return {row["row"] - 2: row for row in self.kind.report(plan)["rows"]}


def cell_at(row, column, value):
    """A value, or a cell with its marks, at a place."""
    return (
        replace(value, row=row, column=column)
        if isinstance(value, Cell)
        else Cell(row, column, value)
    )


def person(number):
    name = f"Fictif-{ascii_lowercase[number // 26]}{ascii_lowercase[number % 26]}"
    return {
        **{"country": USUAL.get(number, "Togo"), "last_name": name},
        **{"first_name": "Ines", "email": f"ines.{number}@diplomatie.example"},
    }


def partnership(number):
    """By codes: a name would have all the communes read, to see which ones it may shorten."""
    siren = ("213502388", "243500139", "233500016")[number % 3]
    return {"siren": siren, "partner": f"Ndimagine-{number}", "country": "Sénégal"}


def application(number):
    said = {"reference": f"D-{number}", "title": "Eau inventée", "requested": "12 000,50 €"}
    return said | partnership(number)


PEOPLE = Sample(
    "people",
    person,
    tuple(sorted({*WHOLE, "switchboard", "verified_on", "source", "Remarque"} - {"is_vacant"})),
    ("country", "last_name", "first_name", "email", "role", "rank", "mailbox", "is_vacant"),
    Options(),
)
PARTNERSHIPS = Sample(
    "partnerships",
    partnership,
    (*sorted(PartnershipRow.may_go_aside), "Remarque"),
    ("authority", "siren", "insee", "department", "partner", "country", "geonames_id"),
    InventoryOptions(),
)
APPLICATIONS = Sample(
    "applications",
    application,
    (*sorted(ApplicationRow.may_go_aside), "Remarque"),
    (
        *("reference", "title", "authority", "siren", "insee", "partner", "country", "countries"),
        *("other_authorities", "other_partners", "territory", "requested", "currency"),
        *("monitoring", "lead_money", "lead_in_kind_within", "foreign_money", "year"),
    ),
    ApplicationOptions(call=CALL),
)
SAMPLES = (PEOPLE, PARTNERSHIPS, APPLICATIONS)

ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NOM?"]
BROKEN_ADDRESSES = [
    *("a@", "@b", "a@b@c", "a..b@ville.example", "a b@ville.example", "a@b c.example", "<a@b>"),
    *(
        "mailto:",
        "é@ville.example",
        "a@ville..example",
        "a@-ville.example",
        "@@",
        "a@ville.example@",
    ),
    *("a.b@", "a,b@ville.example", "a@ville,example", "a(at)b", "@ville.example; @", "a\u200b@b"),
]
NUMBERS = [
    *(-1, 0, 10**30, -(10**30), 1e308, -1e308, 5e-324, 0.1 + 0.2, -0.0, 10**400, float("inf")),
    *(float("nan"), 2**31, 2**63, "-12,5", "12,000", "1.2.3", "1e400", "²", "½", "٣", "-", "0"),
]
DAYS = [
    *(date.min, date.max, datetime.min, datetime.max, time(25 % 24, 59), timedelta(days=-1)),
    *(timedelta.max, "31/02/2026", "31/02/2026 25:61", "2026-13-01T00:00:00Z", "00/00/0000"),
    *("1/1/1", "0001-01-01", "9999-12-31T23:59:59-23:59", "13/2019", "0000", "31/12/9999 à 23h59"),
    *("2026-01-01T00:00:00+99:99", "0001-01-01T00:00:00+14:00"),
]
TEXTS = [
    *(
        "x" * 40_000,
        "é " * 20_000,
        "a@b.example " * 3_000,
        "👩‍👩‍👧‍👦",
        "🇫🇷" * 50,
        "\u202eexe\u202c",
    ),
    *("\n\n", "(", ")", "()", "[", "*", "/", ";", " / ; / ", ",", "’", "'", "«", "(1)", "%", "%s"),
    *("{}", "{0}", "\\", "\\1", "=1+1", "<script>", "\ud7ff", "İ", "ß", "ﬁ", "ا\u200cب", "A" * 256),
    *(
        "oui",
        "non",
        "X",
        "vacant",
        "VACANT",
        "/ /",
        "Point(5 45)",
        "Point(999 999)",
        "Point(",
        "01",
    ),
]
WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
VALUES = st.one_of(
    st.sampled_from([*ERRORS, *BROKEN_ADDRESSES, *NUMBERS, *DAYS, *TEXTS]),
    WORDS,
    st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes() | st.timedeltas(),
).filter(lambda value: clean(value) is not None)


@st.composite
def nasty_cells(draw):
    """A cell as the reading of a file gives it, its marks included."""
    marks = {
        "link": draw(st.sampled_from(["", "", "mailto:a@", "http://[", "x" * 3_000])),
        "comment": draw(st.sampled_from(["", "", "à revoir", "\n", "x" * 3_000])),
        "unit": draw(st.sampled_from(["", "", "XOF", "€", "\\", "F CFA"])),
        "fault": draw(st.sampled_from(["", "", "", "formule sans résultat"])),
        "struck": draw(st.booleans()),
        "hidden": draw(st.booleans()),
    }
    return Cell(0, 0, clean(draw(VALUES)), **marks)


@st.composite
def random_sheets(draw, sample):
    """A Sheet of any columns in any order, and {row number: the words that nobody else says}.

    Its columns have headings that are known, unknown, told twice or empty, under groups or not.
    """
    vocabulary, base = sample.kind.vocabulary, sample.row(0)
    headings = {code: [h for h, c in vocabulary.codes.items() if c == code] for code in base}
    columns = [(code, draw(st.sampled_from(headings[code]))) for code in base]
    others = st.sampled_from([*map(vocabulary.choices.get, sample.optional), *UNKNOWN, *base])
    for heading in filter(None, draw(st.lists(others, max_size=8))):
        columns.append((None, draw(st.sampled_from(headings.get(heading, [heading])))))
    columns = draw(st.permutations(columns))
    header = [Cell(2, n, heading) for n, (_, heading) in enumerate(columns, 1) if heading != EMPTY]
    group = Cell(1, draw(st.integers(1, len(columns))), "Chef de file", width=2)
    lines, words = [[group]] if draw(st.booleans()) else [], {}
    for number in range(3, draw(st.integers(4, 6))):
        row, words[number] = sample.row(number) | {None: None}, []
        if draw(st.booleans()):
            row["country"] = draw(st.sampled_from(["Syldavie", None]))
        line = []
        for column, (code, _) in enumerate(columns, 1):
            text = row[code] or (f"mot{number}x{column}z" if draw(st.booleans()) else None)
            words[number] += [text] if text and text.startswith("mot") else []
            line += [Cell(number, column, text)] if text else []
        lines.append(line)
    return Sheet("Liste", [*lines[: -len(words)], header, *lines[-len(words) :]]), words


EMPTY = "(vide)"
UNKNOWN = (
    "Remarque",
    "Remarque",
    "Avis du service",
    "Colonne D",
    "Remarque (E)",
    "Colonne B",
    EMPTY,
)
