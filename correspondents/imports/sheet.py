"""From a sheet to a list: find the header row, map the columns, keep the rest."""

from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from correspondents.spreadsheets.cells import Cell, Sheet
from correspondents.spreadsheets.characters import bare
from correspondents.spreadsheets.formulas import ERRORS, IN_ERROR

from .contents import SURE, Recognisers, contradicts, likeliest, mostly_links, shares
from .headers import ROWS_ABOVE, groups_above, header_place, is_unlike, texts_by_column
from .vocabulary import Vocabulary, plain

NO_HEADER = 0  # in place of the number of its row
NO_HEADING_KNOWN = "Aucune ligne d’en-têtes reconnue"
BY_HEADING, BY_MEMORY = "d’après son titre", "retenu d’une liste précédente"
BY_CONTENTS, BY_BOTH = "d’après son contenu", "d’après son titre et son contenu"
LONGEST_PLACE = 200  # characters that are remembered of a heading
NOT_TO_IMPORT = plain("Motif du rejet (ne pas importer)")


@dataclass(frozen=True)
class Heading:
    """A column of the sheet; `code` is None when it is kept in « autres données ».

    `place` is its group, its heading and those before and after it, in plain words, by which a
    person's choice is remembered; `reason` says in French why it has this code.
    """

    column: int
    text: str
    code: str | None
    place: tuple[str, ...] = ()
    reason: str = ""

    @property
    def letter(self) -> str:
        return get_column_letter(self.column)


@dataclass(eq=False, slots=True)
class Record:
    """A row below the header: its cells by column code, and the other ones by heading."""

    listing: "Listing"
    row: int
    cells: dict[str, Cell] = field(default_factory=dict)
    others: dict[str, Cell] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.listing.name

    @property
    def is_hidden(self) -> bool:
        return any(cell.hidden for cell in (*self.cells.values(), *self.others.values()))

    def text(self, code: str) -> str:
        """The text of a cell, "" when it is empty."""
        return self.cells[code].text if code in self.cells else ""

    def by_heading(self) -> dict[str, str]:
        """All the texts of the row by heading, whatever their columns are."""
        texts = {self.listing.texts.get(code, code): cell.text for code, cell in self.cells.items()}
        return texts | {heading: cell.text for heading, cell in self.others.items()}


@dataclass
class Listing:
    """The list of a sheet; `skipped` is the French reason when it holds none, else None.

    `aside` holds the rows of a sheet whose columns are unknown, for a person to name them.
    """

    name: str
    vocabulary: Vocabulary
    skipped: str | None = None
    header_row: int | None = None
    headings: list[Heading] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    aside: list[Record] = field(default_factory=list)
    has_sisters: bool = False  # other sheets of the file are lists too
    note: str = ""  # what cannot be read of the sheet
    legend: dict[str, str] = field(default_factory=dict)  # see `legend`

    @property
    def is_table(self) -> bool:
        """Whether a person may say what its columns are: it has two at least."""
        return len(self.headings) > 1 and bool(self.aside)

    @property
    def fullest_row(self) -> list[str]:
        """The texts of the first rows that fill most columns: its headings, probably."""
        rows = [[cell.text for cell in each.others.values()] for each in self.aside[:ROWS_ABOVE]]
        return max(rows, key=len, default=[])

    @property
    def texts(self) -> dict[str, str]:
        """{code: the heading as the sheet writes it}."""
        return {heading.code: heading.text for heading in self.headings if heading.code}


def lay_out(
    sheet: Sheet,
    vocabulary: Vocabulary,
    reading: dict | None = None,
    remembered: dict[tuple[str, ...], str] | None = None,
    *,
    propose: bool = False,
) -> Listing:
    """The list that a sheet (of `spreadsheets.read`) holds, its columns named by a Vocabulary.

    `reading` is the choice of a person for this sheet: {"skip": …, "header_row": …, "columns":
    {"A": code or ""}}; `remembered`, {place of a heading: code or ""} from earlier lists.
    With `propose`, for a person to read, a column of an unknown heading is named by its contents.
    """
    reading, rows = reading or {}, list(sheet.rows)
    if not rows:
        return Listing(sheet.name, vocabulary, skipped="Feuille vide")
    if reading.get("skip", sheet.hidden):
        reason = "Feuille écartée à la main" if reading.get("skip") else "Feuille masquée"
        return Listing(sheet.name, vocabulary, skipped=reason)
    place = header_place(rows, vocabulary, reading.get("header_row"))
    is_known, recognisers = place is not None, vocabulary.recognisers()
    if place is None and reading.get("header_row") is None:
        place = 0 if is_unlike(rows[0], rows[1:], recognisers) else None
    listing = Listing(sheet.name, vocabulary, header_row=NO_HEADER)
    below = rows if place is None else rows[place + 1 :]
    contents = texts_by_column(below)
    if place is None:
        headings = _unheaded(rows)
    else:
        listing.header_row, groups = rows[place][0].row, groups_above(rows, place)
        headings = _headings(rows[place], groups, contents, vocabulary, remembered or {})
    propose = propose or not is_known
    headings = _by_contents(headings, contents, recognisers, vocabulary, propose)
    headings = _with_choices(headings, reading.get("columns", {}), vocabulary)
    listing.headings = list(headings.values())
    listing.records = [
        _record(listing, headings, row) for row in below if not all(c.merged_from for c in row)
    ]
    if not is_known and not any(reading.get("columns", {}).values()):
        listing.skipped = NO_HEADING_KNOWN
        listing.aside, listing.records = listing.records, []
    return listing


def _headings(
    header: list[Cell],
    groups: dict[int, str],
    contents: dict[int, list[str]],
    vocabulary: Vocabulary,
    remembered: dict[tuple[str, ...], str],
) -> dict[int, Heading]:
    """The headings by column number; of two columns of a kind, the first is the one."""
    headings: dict[int, Heading] = {}
    taken: set[str] = set()
    texts: set[str] = set()
    codes = [vocabulary.code_of(cell.text, groups.get(cell.column, "")) for cell in header]
    for n, cell in enumerate(header):
        if codes[n] in vocabulary.bare and mostly_links(contents[cell.column]):
            codes[n] = None
    places = _places(header, groups)
    for cell, code, place in zip(header, vocabulary.in_order(codes), places, strict=True):
        text = " ".join(cell.text.split())
        code = remembered.get(place, code) or None
        if code in taken:
            code = None
        if text in texts:
            text = f"{text} ({cell.letter})"
        texts.add(text)
        if code:
            taken.add(code)
        reason = BY_MEMORY if place in remembered else BY_HEADING if code else ""
        headings[cell.column] = Heading(cell.column, text, code, place, reason)
    together = vocabulary.together({column: each.code for column, each in headings.items()})
    return {column: replace(each, code=together[column]) for column, each in headings.items()}


def _unheaded(rows: list[list[Cell]]) -> dict[int, Heading]:
    """The columns of a sheet without headings, by number."""
    columns = sorted({cell.column for row in rows for cell in row})
    return {each: Heading(each, f"Colonne {get_column_letter(each)}", None) for each in columns}


def _by_contents(
    headings: dict[int, Heading],
    texts: dict[int, list[str]],
    recognisers: Recognisers,
    vocabulary: Vocabulary,
    propose: bool,
) -> dict[int, Heading]:
    """The headings, corrected by what their cells hold, or named by it when `propose`.

    One that a person chose earlier stays.
    """
    result = dict(headings)
    for column, heading in headings.items():
        if heading.reason == BY_MEMORY or (heading.code and heading.code not in recognisers):
            continue
        own = {code: knows for code, knows in recognisers.items() if code == heading.code}
        measured = shares(texts[column], own)
        if heading.code and not contradicts(heading.code, measured):
            known = measured.get(heading.code, 0) >= SURE
            result[column] = replace(heading, reason=BY_BOTH if known else heading.reason)
            continue
        if not (heading.code or propose):
            continue
        measured = shares(texts[column], recognisers)
        others = {each.code for each in result.values() if each.code}
        code = likeliest(measured, vocabulary.alike(others))
        if code:
            result[column] = replace(heading, code=code, reason=BY_CONTENTS)
    return result


def _places(header: list[Cell], groups: dict[int, str]) -> list[tuple[str, ...]]:
    """The place of each heading: (group, heading, the one before, the one after)."""
    words = ["", *(plain(cell.text)[:LONGEST_PLACE] for cell in header), ""]
    return [
        (plain(groups.get(cell.column, ""))[:LONGEST_PLACE], words[n], words[n - 1], words[n + 1])
        for n, cell in enumerate(header, start=1)
    ]


def _with_choices(
    headings: dict[int, Heading], columns: dict[str, str], vocabulary: Vocabulary
) -> dict[int, Heading]:
    """The headings with the columns that a person chose, by letter or by heading, over ours."""
    codes = {"", *vocabulary.choices}
    letters = {plain(heading.text): heading.letter for heading in headings.values()}
    choices = {
        letters.get(plain(name), name): code for name, code in columns.items() if code in codes
    }
    result = {}
    for column, heading in headings.items():
        ours = None if heading.code in choices.values() else heading.code
        code = choices.get(heading.letter, ours)
        result[column] = replace(heading, code=code or None)
    return result


def _record(listing: Listing, headings: dict[int, Heading], row: list[Cell]) -> Record:
    record = Record(listing, row[0].row)
    for cell in row:
        heading = headings.get(cell.column)
        if heading and plain(heading.text) == NOT_TO_IMPORT:
            continue
        if heading and heading.code:
            record.cells[heading.code] = _bare(cell, heading.code, listing.vocabulary)
        else:
            text = heading.text if heading else f"Colonne {cell.letter}"
            record.others[text if text not in record.others else f"{text} ({cell.letter})"] = cell
    return record


def _bare(cell: Cell, code: str, vocabulary: Vocabulary) -> Cell:
    """The cell without the characters that are no part of a name or a code; most have none."""
    if not isinstance(cell.value, str):
        return cell
    if cell.value in ERRORS:
        return replace(cell, fault=IN_ERROR)
    if code not in vocabulary.bare:
        return cell
    text = bare(cell.value)
    return cell if text == cell.value else replace(cell, value=text)


def heading_of(record: Record, code: str) -> str:
    """The heading of a column as the sheet writes it, or its French label."""
    return record.listing.texts.get(code) or record.listing.vocabulary.choices[code]
