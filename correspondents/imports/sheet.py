"""From a sheet to a list: find the header row, map the columns, keep the rest."""

from dataclasses import dataclass, field, replace
from itertools import islice

from openpyxl.utils import get_column_letter

from correspondents.spreadsheets.cells import Cell, Sheet

from .vocabulary import Vocabulary, plain

ROWS_ABOVE = 60  # a person gives the number of a lower header
LONGEST_HEADING = 80
NOT_TO_IMPORT = plain("Motif du rejet (ne pas importer)")


@dataclass(frozen=True)
class Heading:
    """A column of the sheet; `code` is None when it is kept in « autres données »."""

    column: int
    text: str
    code: str | None

    @property
    def letter(self) -> str:
        return get_column_letter(self.column)


@dataclass(eq=False)
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
        filled = [*self.cells.values(), *self.others.values()]
        return any(cell.hidden for cell in filled)

    def text(self, code: str) -> str:
        """The text of a cell, "" when it is empty."""
        return self.cells[code].text if code in self.cells else ""

    def by_heading(self) -> dict[str, str]:
        """All the texts of the row by heading, whatever their columns are."""
        texts = {self.listing.texts.get(code, code): cell.text for code, cell in self.cells.items()}
        return texts | {heading: cell.text for heading, cell in self.others.items()}


@dataclass
class Listing:
    """The list of a sheet; `skipped` is the French reason when it holds none, else None."""

    name: str
    vocabulary: Vocabulary
    skipped: str | None = None
    header_row: int | None = None
    headings: list[Heading] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    @property
    def texts(self) -> dict[str, str]:
        """{code: the heading as the sheet writes it}."""
        return {heading.code: heading.text for heading in self.headings if heading.code}


def lay_out(
    sheet: Sheet,
    vocabulary: Vocabulary,
    reading: dict | None = None,
    remembered: dict[str, str] | None = None,
) -> Listing:
    """The list that a sheet (of `spreadsheets.read`) holds, its columns named by a Vocabulary.

    `reading` is the choice of a person for this sheet: {"skip": …, "header_row": …, "columns":
    {"A": code or ""}}; `remembered`, {plain heading: code or ""} from earlier lists.
    """
    reading, rows = reading or {}, list(sheet.rows)
    if not rows:
        return Listing(sheet.name, vocabulary, skipped="Feuille vide")
    if reading.get("skip", sheet.hidden):
        reason = "Feuille écartée à la main" if reading.get("skip") else "Feuille masquée"
        return Listing(sheet.name, vocabulary, skipped=reason)
    place = _header_place(rows, vocabulary, reading.get("header_row"))
    if place is None:
        return Listing(sheet.name, vocabulary, skipped="Aucune ligne d’en-têtes reconnue")
    header = rows[place]
    headings = _headings(header, _groups(rows, place), vocabulary, remembered or {})
    headings = _with_choices(headings, reading.get("columns", {}), vocabulary)
    listing = Listing(sheet.name, vocabulary, header_row=header[0].row)
    listing.headings = list(headings.values())
    listing.records = [
        _record(listing, headings, row)
        for row in islice(rows, place + 1, None)
        if not all(cell.merged_from for cell in row)
    ]
    return listing


def _header_place(rows: list[list[Cell]], vocabulary: Vocabulary, number: int | None) -> int | None:
    """The index of the header: the row of this number, else the one that knows most columns."""
    if number:
        return next((place for place, row in enumerate(rows) if row[0].row == number), None)
    above = islice(rows, ROWS_ABOVE)
    codes = [header_codes([cell.text for cell in row], vocabulary) for row in above]
    best = max(range(len(codes)), key=lambda place: (len(codes[place]), -place))
    return best if codes[best] else None


def header_codes(texts: list[str], vocabulary: Vocabulary) -> set[str]:
    """The codes of a row of texts that may be a header, none when it is not one."""
    if any(len(text) > LONGEST_HEADING or "@" in text for text in texts):
        return set()
    codes = {code for text in texts if (code := vocabulary.code_of(text))}
    return codes if vocabulary.is_header(codes) else set()


def _groups(rows: list[list[Cell]], place: int) -> dict[int, str]:
    """{column: the heading above it}: a merged one is above all the columns that it spans."""
    header = rows[place]
    if place == 0 or rows[place - 1][0].row != header[0].row - 1:
        return {}
    above = [cell for cell in rows[place - 1] if not cell.merged_from]
    groups = {}
    for cell in above:
        for column in range(cell.column, cell.column + cell.width):
            groups[column] = cell.text
    return groups


def _headings(
    header: list[Cell], groups: dict[int, str], vocabulary: Vocabulary, remembered: dict[str, str]
) -> dict[int, Heading]:
    """The headings by column number; of two columns of a kind, the first is the one."""
    headings: dict[int, Heading] = {}
    taken: set[str] = set()
    others: set[str] = set()
    codes = [vocabulary.code_of(cell.text, groups.get(cell.column, "")) for cell in header]
    for cell, code in zip(header, vocabulary.in_order(codes), strict=True):
        text = " ".join(cell.text.split())
        code = remembered.get(plain(text), code) or None
        if code in taken:
            code = None
        if code is None and text in others:
            text = f"{text} ({cell.letter})"
        taken.add(code) if code else others.add(text)
        headings[cell.column] = Heading(cell.column, text, code)
    places = vocabulary.together({column: each.code for column, each in headings.items()})
    return {column: replace(each, code=places[column]) for column, each in headings.items()}


def _with_choices(
    headings: dict[int, Heading], columns: dict[str, str], vocabulary: Vocabulary
) -> dict[int, Heading]:
    """The headings with the columns that a person chose; their choices win over ours."""
    codes = {"", *vocabulary.choices}
    choices = {letter: code for letter, code in columns.items() if code in codes}
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
            record.cells[heading.code] = cell
        else:
            record.others[heading.text if heading else f"Colonne {cell.letter}"] = cell
    return record


def is_repeated_header(record: Record) -> bool:
    """Whether a row repeats the headings, as long lists do on each page."""
    texts, vocabulary = record.listing.texts, record.listing.vocabulary
    return len(record.cells) > 1 and all(
        plain(cell.text) == plain(texts[code]) or vocabulary.code_of(cell.text) == code
        for code, cell in record.cells.items()
    )


def heading_of(record: Record, code: str) -> str:
    """The heading of a column as the sheet writes it, or its French label."""
    return record.listing.texts.get(code) or record.listing.vocabulary.choices[code]
