"""A sheet becomes a list: its header row is found, its columns are mapped, the rest is kept."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from correspondents.spreadsheets.read import Cell

from .columns import code_of

KNOWN_HEADINGS = 3  # a row with fewer is no header


@dataclass(frozen=True)
class Heading:
    """A column of the sheet; `code` is None when the importer does not know it."""

    column: int
    text: str
    code: str | None

    @property
    def letter(self):
        return get_column_letter(self.column)


@dataclass
class Record:
    """A row below the header: its cells by column code, and the other ones by heading."""

    sheet: str
    row: int
    cells: dict[str, Cell] = field(default_factory=dict)
    others: dict[str, Cell] = field(default_factory=dict)

    def text(self, code):
        """The text of a cell, "" when it is empty."""
        return self.cells[code].text if code in self.cells else ""


@dataclass
class Listing:
    """What a sheet holds; `skipped` says in French why it holds no list, else None."""

    name: str
    skipped: str | None = None
    header_row: int | None = None
    headings: list[Heading] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def lay_out(sheet):
    """The list that a sheet (of `spreadsheets.read`) holds."""
    if sheet.hidden:
        return Listing(sheet.name, skipped="Feuille masquée")
    if not sheet.rows:
        return Listing(sheet.name, skipped="Feuille vide")
    rows = iter(sheet.rows)
    header = next((row for row in rows if _is_header(row)), None)
    if header is None:
        return Listing(sheet.name, skipped="Aucune ligne d’en-têtes reconnue")
    headings = _headings(header)
    return Listing(
        sheet.name,
        header_row=header[0].row,
        headings=list(headings.values()),
        records=[
            _record(sheet.name, headings, row)
            for row in rows
            if not all(cell.merged_from for cell in row)
        ],
    )


def _is_header(row):
    return len({code_of(cell.text) for cell in row} - {None}) >= KNOWN_HEADINGS


def _headings(header):
    """The headings by column number; of two columns of a kind, the first is the one."""
    headings = {}
    for cell in header:
        known = headings.values()
        code = code_of(cell.text)
        text = " ".join(cell.text.split())
        headings[cell.column] = Heading(
            cell.column,
            f"{text} ({cell.letter})" if text in {heading.text for heading in known} else text,
            None if code in {heading.code for heading in known} else code,
        )
    return headings


def _record(sheet, headings, row):
    record = Record(sheet, row[0].row)
    for cell in row:
        heading = headings.get(cell.column)
        if heading and heading.code:
            record.cells[heading.code] = cell
        else:
            record.others[heading.text if heading else f"Colonne {cell.letter}"] = cell
    return record
