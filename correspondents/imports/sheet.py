"""A sheet becomes a list: its header row is found, its columns are mapped, the rest is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from openpyxl.utils import get_column_letter

from correspondents.spreadsheets.cells import Cell

from .columns import CHOICES, SLOT_CODES, SLOTS, code_of, plain, slotted

KNOWN_HEADINGS = 3  # a row with fewer is no header, unless it tells where and who
ROWS_ABOVE = 60  # a header that stands lower is said by a person
LONGEST_HEADING = 80
WHERE = {"country", "iso2", "post", "city"}
WHO = {slotted(slot, code) for slot in ("", *SLOTS) for code in SLOT_CODES} | {"mailbox"}
NOT_TO_IMPORT = plain("Motif du rejet (ne pas importer)")


@dataclass(frozen=True)
class Vocabulary:
    """The words of a kind of list.

    `code_of(heading, group)` is the code of a column or None; `choices`, {code: French label};
    `is_header(codes)`, whether a row of such headings is that of the list. What is said of a
    column by those beside it: `beside(codes)`, in their order, then `settle({column: Heading})`.
    """

    code_of: Callable
    choices: dict
    is_header: Callable
    beside: Callable = list
    settle: Callable = dict


@dataclass(frozen=True)
class Heading:
    """A column of the sheet; `code` is None when it is kept in « autres données »."""

    column: int
    text: str
    code: str | None
    group: str = ""

    @property
    def letter(self):
        return get_column_letter(self.column)


@dataclass(eq=False)
class Record:
    """A row below the header: its cells by column code, and the other ones by heading."""

    listing: "Listing"
    row: int
    cells: dict[str, Cell] = field(default_factory=dict)
    others: dict[str, Cell] = field(default_factory=dict)

    @property
    def sheet(self):
        return self.listing.name

    @property
    def is_hidden(self):
        filled = [*self.cells.values(), *self.others.values()]
        return any(cell.hidden for cell in filled)

    def text(self, code):
        """The text of a cell, "" when it is empty."""
        return self.cells[code].text if code in self.cells else ""

    def by_heading(self):
        """All the texts of the row by heading, whatever their columns are."""
        texts = {self.listing.texts.get(code, code): cell.text for code, cell in self.cells.items()}
        return texts | {heading: cell.text for heading, cell in self.others.items()}


@dataclass
class Listing:
    """What a sheet holds; `skipped` says in French why it holds no list, else None."""

    name: str
    skipped: str | None = None
    header_row: int | None = None
    headings: list[Heading] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    vocabulary: Vocabulary | None = None

    @property
    def texts(self):
        """{code: the heading as the sheet writes it}."""
        return {heading.code: heading.text for heading in self.headings if heading.code}


def lay_out(sheet, reading=None, remembered=None, vocabulary=None):
    """The list that a sheet (of `spreadsheets.read`) holds, in the words of `vocabulary`.

    `reading` is what a person said of this sheet: {"skip": …, "header_row": …, "columns":
    {"A": code or ""}}; `remembered`, {plain heading: code or ""} from earlier lists.
    """
    reading, vocabulary = reading or {}, vocabulary or PEOPLE
    if not sheet.rows:
        return Listing(sheet.name, skipped="Feuille vide")
    if reading.get("skip", sheet.hidden):
        reason = "Feuille écartée à la main" if reading.get("skip") else "Feuille masquée"
        return Listing(sheet.name, skipped=reason)
    place = _header_place(sheet.rows, reading.get("header_row"), vocabulary)
    if place is None:
        return Listing(sheet.name, skipped="Aucune ligne d’en-têtes reconnue")
    header = sheet.rows[place]
    headings = _headings(header, _groups(sheet.rows, place), remembered or {}, vocabulary)
    headings = _as_a_person_said(headings, reading.get("columns", {}), vocabulary)
    listing = Listing(sheet.name, header_row=header[0].row, headings=list(headings.values()))
    listing.vocabulary = vocabulary
    listing.records = [
        _record(listing, headings, row)
        for row in islice(sheet.rows, place + 1, None)
        if not all(cell.merged_from for cell in row)
    ]
    return listing


def _header_place(rows, said, vocabulary):
    """Where the header stands in `rows`, or None; the one that knows most columns wins."""
    if said:
        return next((place for place, row in enumerate(rows) if row[0].row == said), None)
    texts = [[cell.text for cell in row] for row in islice(rows, ROWS_ABOVE)]
    known = [header_codes(row, vocabulary) for row in texts]
    best = max(range(len(known)), key=lambda place: (len(known[place]), -place))
    return best if known[best] else None


def header_codes(texts, vocabulary=None):
    """The codes of a row of texts that may be a header, none when it is not one."""
    vocabulary = vocabulary or PEOPLE
    if any(len(text) > LONGEST_HEADING or "@" in text for text in texts):
        return set()
    codes = {vocabulary.code_of(text) for text in texts} - {None}
    return codes if vocabulary.is_header(codes) else set()


def _tells_of_people(codes):
    """Whether a row with these headings is that of a list of people."""
    tells_who_and_where = not codes.isdisjoint(WHERE) and not codes.isdisjoint(WHO)
    return len(codes) >= KNOWN_HEADINGS or tells_who_and_where


def _groups(rows, place):
    """{column: the heading above it}: a merged one stands above all the columns that it spans."""
    header = rows[place]
    if place == 0 or rows[place - 1][0].row != header[0].row - 1:
        return {}
    above = [cell for cell in rows[place - 1] if not cell.merged_from]
    groups = {}
    for cell in above:
        for column in range(cell.column, cell.column + cell.width):
            groups[column] = cell.text
    return groups


def _headings(header, groups, remembered, vocabulary):
    """The headings by column number; of two columns of a kind, the first is the one."""
    headings, taken, kept = {}, set(), set()
    codes = [vocabulary.code_of(cell.text, groups.get(cell.column, "")) for cell in header]
    for cell, code in zip(header, vocabulary.beside(codes), strict=True):
        text = " ".join(cell.text.split())
        group = groups.get(cell.column, "")
        form = plain(text)
        if form in remembered:
            code = remembered[form]
        if code in taken:
            code = None
        code = code or None
        if code is None and text in kept:
            text = f"{text} ({cell.letter})"
        (taken if code else kept).add(code or text)
        headings[cell.column] = Heading(cell.column, text, code, group)
    return vocabulary.settle(headings)


def _beside_names(codes):
    """« Correspondant, Mél, COCAC, Mél »: a column told twice is that of the name before it."""
    twice = {code for code in codes if code in SLOT_CODES and codes.count(code) > 1}
    slot, result = "", []
    for code in codes:
        for each in ("", *SLOTS):
            if code in (slotted(each, "name"), slotted(each, "last_name")):
                slot = each
        result.append(slotted(slot, code) if code in twice else code)
    return result


def _with_whole_names(headings):
    """« Nom » without « Prénom » beside it gives whole names."""
    codes = {heading.code for heading in headings.values()}
    for column, heading in headings.items():
        for slot in ("", *SLOTS):
            name, last, first = (slotted(slot, c) for c in ("name", "last_name", "first_name"))
            if heading.code == last and codes.isdisjoint({first, name}):
                headings[column] = Heading(column, heading.text, name, heading.group)
    return headings


def _as_a_person_said(headings, columns, vocabulary):
    """The headings with the columns that a person chose; theirs win over ours."""
    known = {"", *vocabulary.choices}
    said = {letter: code for letter, code in columns.items() if code in known}
    chosen = {code for code in said.values() if code}
    result = {}
    for column, heading in headings.items():
        code = said.get(heading.letter, None if heading.code in chosen else heading.code)
        result[column] = Heading(column, heading.text, code or None, heading.group)
    return result


def _record(listing, headings, row):
    record = Record(listing, row[0].row)
    for cell in row:
        heading = headings.get(cell.column)
        if heading and plain(heading.text) == NOT_TO_IMPORT:
            continue
        if heading and heading.code:
            record.cells[heading.code] = cell
        else:
            record.others[heading.text if heading else f"Colonne {cell.letter}"] = cell
    return record


def is_repeated_header(record):
    """Whether a row says the headings again, as long lists do on each page."""
    texts, code_of = record.listing.texts, record.listing.vocabulary.code_of
    return len(record.cells) > 1 and all(
        plain(cell.text) == plain(texts[code]) or code_of(cell.text) == code
        for code, cell in record.cells.items()
    )


def heading_of(record, code):
    """The heading of a column as the sheet writes it, or its French label."""
    return record.listing.texts.get(code) or record.listing.vocabulary.choices[code]


PEOPLE = Vocabulary(code_of, CHOICES, _tells_of_people, _beside_names, _with_whole_names)
