"""A spreadsheet as sheets of filled cells, with every mark that a person sees on them.

Only files that `guard.check` let through may be read here.
"""

from dataclasses import replace
from pathlib import PurePath

from . import refusals
from .cells import Cell, Count, Sheet, clean
from .csv_read import read_csv
from .json_read import read_json
from .ods_read import read_ods
from .xls_read import read_xls
from .xlsx_read import read_xlsx

__all__ = ["Cell", "Sheet", "read", "stream"]

READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".json": read_json,
    ".ods": read_ods,
    ".xls": read_xls,
}


def read(file, name):
    """The sheets of an open binary file; the extension of its name gives its format.

    Row numbers are the ones that a spreadsheet program shows; for a text, the number of the
    record, blank records counted. Raises RefusedFile.
    """
    return [replace(sheet, rows=list(sheet.rows)) for sheet in stream(file, name)]


def stream(file, name):
    """The same sheets; their rows are iterators, each to finish before the next sheet."""
    reader = READERS.get(PurePath(name).suffix.lower(), read_xlsx)
    file.seek(0)
    count = Count()
    for sheet in _or_refused(reader(file)):
        rows = count.rows(_or_refused(sheet.rows))
        yield replace(sheet, name=clean(sheet.name) or "", rows=rows)


def _or_refused(items):
    try:
        yield from items
    except (refusals.RefusedFile, MemoryError):
        raise
    except Exception as error:  # a damaged file makes the libraries raise nearly anything
        raise refusals.damaged() from error
