"""A list as a file: the same columns and rows as a workbook, as text or as JSON.

Rows are read once, in their order, and never held together: memory does not grow with the list.
The workbook in the other format is in `ods`.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import attrgetter, methodcaller
from tempfile import TemporaryFile
from types import SimpleNamespace

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .characters import readable

DATE_FORMAT = "dd/mm/yyyy"
AMOUNT_FORMAT = "#,##0.00"
ROWS_PER_CHUNK = 200
ROWS_AT_ONCE = 500  # read together from the base
ABOUT = "À propos"
ABOUT_WIDTHS = [26, 90]

# Texts that a spreadsheet program would compute, signs of other widths and unseen characters
# before them included. « +221 33 839 51 00 » is a phone: with a blank, no program takes a sum.
BLANKS = r"\s\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
FORMULA = re.compile(rf"'*[{BLANKS}]*[-=+@\u2212\uff0d\ufe63\uff1d\ufe66\uff0b\ufe62\uff20\ufe6b]")
PHONE = re.compile(
    r"(?=.*[0-9] [0-9(])\+[0-9][0-9 ()./-]*( ?(poste|ext\.?) ?[0-9]+)?", re.IGNORECASE
)
ZEROS = re.compile(r"'*0[0-9]+")  # a code or a phone, whose zero the program would drop
# A file for `csv.writer`: its `writerow` then returns the line instead of storing it.
ECHO = SimpleNamespace(write=str)


def disarmed(text):
    """The text with a leading apostrophe when a spreadsheet program would compute it."""
    if FORMULA.match(text) and not PHONE.fullmatch(text):
        return f"'{text}"
    return f"'{text}" if text.startswith("'") and ZEROS.fullmatch(text) else text


def kept_as_text(text):
    """The same, and the zero that begins a code or a phone is kept too."""
    return f"'{text}" if ZEROS.fullmatch(text) else disarmed(text)


def rearmed(text):
    """The text before either: a file that comes back unchanged changes nothing."""
    is_marked = text.startswith("'") and (FORMULA.match(text) or ZEROS.fullmatch(text))
    return text[1:] if is_marked else text


@dataclass(frozen=True)
class Column:
    """A column of a list.

    `name` is its key for machines, `label` its French heading. `value` reads from a row the
    value that people see (text, whole number, amount as a Decimal, yes or no, date); `code`, the
    code behind it if it has one. Each is a function of the row, or a path of attributes, by
    default the name of the column for the value.
    """

    name: str
    label: str
    description: str
    value: Callable | str = ""
    code: Callable | str | None = None
    width: int = 18

    def __post_init__(self):
        value, code = self.value or self.name, self.code
        object.__setattr__(self, "value", value if callable(value) else attrgetter(value))
        object.__setattr__(self, "code", attrgetter(code) if isinstance(code, str) else code)

    def cell(self, row):
        return readable(self.value(row))

    def record(self, row):
        """The entries of the row's JSON object: a coded value comes with its label."""
        if self.code:
            return {self.name: self.code(row), f"{self.name}_label": self.cell(row)}
        value = self.value(row)
        return {self.name: readable(value) if isinstance(value, str) else value}


def choice(name, label, description, path="", width=18):
    """A column of a field with choices: its label in French, its code behind it."""
    owner, _, field = (path or name).rpartition(".")
    shown = methodcaller(f"get_{field}_display")
    value = (lambda row: shown(attrgetter(owner)(row))) if owner else shown
    return Column(name, label, description, value, path or name, width)


def joined(values, separator=" ; "):
    """Several values in a cell."""
    return separator.join(map(str, values))


def several(path, of="", separator=" ; "):
    """A column's reader of the rows of a relation: their texts, or an attribute of each."""
    rows, text = attrgetter(path), attrgetter(of) if of else str
    return lambda row: joined(map(text, rows(row).all()), separator)


def day_of(path):
    """A column's reader of the day, in Paris, of a moment of the row; None when it has none."""
    read = attrgetter(path)
    return lambda row: timezone.localdate(moment) if (moment := read(row)) else None


@dataclass
class Table:
    """A list to write; `notice` is the information for its readers, as [(label, text)]."""

    title: str
    columns: Iterable[Column]
    rows: Iterable
    filters: Iterable[tuple[str, str]] = ()
    notice: Iterable[tuple[str, str]] = ()
    count: int = 0

    def __post_init__(self):
        self.generated_at = timezone.localtime()

    def __iter__(self):
        """The rows, counted as they go by."""
        for row in self.rows:
            self.count += 1
            yield row

    @property
    def headings(self):
        return [readable(column.label) for column in self.columns]

    @property
    def lines(self):
        """The cells of each row."""
        for row in self:
            yield [column.cell(row) for column in self.columns]

    def about(self):
        """The lines of the second sheet, as (label, text), once the rows are read."""
        lines = [
            ("Produit le", date_format(self.generated_at, "DATETIME_FORMAT")),
            *(self.filters or [("Filtre", "aucun")]),
            ("Nombre de lignes", str(self.count)),
            *self.notice,
            ("", ""),
            ("Colonne", "Ce qu’elle contient"),
            *((column.label, column.description) for column in self.columns),
        ]
        return [(readable(label), readable(text)) for label, text in lines]


def notice(conditions, *others):
    """The notice of a list of the directory: its source, the conditions of its use."""
    source = f"{settings.MINISTRY_NAME}, {settings.DELEGATION_NAME}"
    return [("Source", source), ("Conditions", conditions), *others]


def in_chunks(texts):
    """The texts joined by the hundred, in UTF-8: one network write for many rows."""
    texts = iter(texts)
    while chunk := "".join(islice(texts, ROWS_PER_CHUNK)):
        yield chunk.encode()


def write_csv(table):
    """For Excel in French: semicolons, 23/11/2026, 12000,50, a byte order mark."""
    writer = csv.writer(ECHO, delimiter=";")
    return in_chunks(_csv_lines(table, writer, kept_as_text, "%d/%m/%Y", ",", "\ufeff"))


def write_plain_csv(table):
    """For machines: commas, ISO dates, 12000.50, bare UTF-8."""
    writer = csv.writer(ECHO, lineterminator="\n")
    return in_chunks(_csv_lines(table, writer, disarmed, "%Y-%m-%d", "."))


def _csv_lines(table, writer, safe, dates, point, mark=""):
    yield mark + writer.writerow(map(safe, table.headings))
    for cells in table.lines:
        yield writer.writerow(_csv_cell(cell, safe, dates, point) for cell in cells)


def _csv_cell(cell, safe, dates, point):
    if isinstance(cell, date):
        return cell.strftime(dates)
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", point)
    return safe(cell) if isinstance(cell, str) else str(cell)  # -17.4 is no formula


def write_json(table):
    """One object: the description of the list, then its rows as objects."""
    return in_chunks(_json_parts(table))


def _json_parts(table):
    head = {
        "generated_at": table.generated_at.isoformat(timespec="seconds"),
        "notice": dict(table.notice),
        "filter": dict(table.filters),
        "columns": {
            column.name: {"label": column.label, "description": column.description}
            for column in table.columns
        },
    }
    yield _json(head)[:-1] + ', "rows": ['
    for row in table:
        record = {}
        for column in table.columns:
            record.update(column.record(row))
        yield (",\n" if table.count > 1 else "\n") + _json(record)
    yield f'\n], "count": {table.count}}}\n'


def _json(value):
    return json.dumps(value, ensure_ascii=False, default=_bare)


def _bare(value):
    """A date as text; an amount as a number: fifteen digits are exact, and ours have fourteen."""
    return float(value) if isinstance(value, Decimal) else value.isoformat()


def filled(save):
    """A temporary file that `save` has written, to be read from its beginning and closed."""
    file = TemporaryFile()  # noqa: SIM115  its reader closes it
    try:
        save(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def write_xlsx(table):
    """The workbook, as a temporary file."""
    return write_book([table])


def write_book(tables):
    """A workbook of several lists, a sheet each, then their notices: as a temporary file."""
    book = Workbook(write_only=True)
    book.properties.creator = tables[0].title
    for table in tables:
        _write_rows(book, table)
    about = _sheet(book, ABOUT, ABOUT_WIDTHS)
    for table in tables:
        if table is not tables[0]:
            about.append([xlsx_cell(about, table.title, bold=True)])
        for label, text in table.about():
            about.append([xlsx_cell(about, label, bold=True), xlsx_cell(about, text)])
    return filled(book.save)


def _write_rows(book, table):
    sheet = _sheet(book, table.title, [column.width for column in table.columns])
    sheet.freeze_panes = "A2"
    sheet.append([xlsx_cell(sheet, label, bold=True) for label in table.headings])
    for cells in table.lines:
        sheet.append([xlsx_cell(sheet, cell) for cell in cells])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{table.count + 1}"


def _sheet(book, title, widths):
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def xlsx_cell(sheet, value, bold=False):
    if value == "":
        return None
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # or « =1+1 » becomes a formula
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.number_format = DATE_FORMAT
    elif isinstance(value, Decimal):
        cell.number_format = AMOUNT_FORMAT
    if bold:
        cell.font = Font(bold=True)
    return cell
