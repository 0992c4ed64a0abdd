"""Sheets as lines of JSON, from the process that reads a file to the one that asked for it.

No line can be executed. A sheet is an object, then each of its rows
[number, [[column, value, marks], …]]; the last line is an object with the key « end ».
"""

import json
import sys
from datetime import date, datetime, time, timedelta

from django.conf import settings

from . import refusals
from .cells import Cell, Sheet

MARKS = ("link", "comment", "merged_from", "struck", "hidden", "unit", "fault", "fill", "ink")
TYPES = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),  # before date: it is one
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "duration": (timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
}


def lines(sheets):
    """Each sheet and row as a line of ASCII, as they are read; RefusedFile when too much."""
    room = settings.IMPORT_MAX_UNPACKED_BYTES
    for line in _lines(sheets):
        room -= len(line)
        if room < 0:  # a text repeated or merged over many cells
            raise refusals.too_heavy()
        yield line


def _lines(sheets):
    for sheet in sheets:
        yield _line({"name": sheet.name, "hidden": sheet.hidden, "note": sheet.note})
        for row in sheet.rows:
            yield _line([row[0].row, [_packed(cell) for cell in row]])


def last_line(refusal="", peak=0):
    """`refusal` is the sentence of a refused file; `peak`, the memory that it took, in bytes."""
    return _line({"end": True, "refusal": refusal, "peak": peak})


def parse(lines):
    """The sheets and the last line: ([Sheet], dict). ValueError if the line is missing."""
    sheets = []
    for line in lines:
        document = json.loads(line)
        if isinstance(document, list):
            number, cells = document
            sheets[-1].rows.append([_unpacked(number, *cell) for cell in cells])
        elif "end" in document:
            return sheets, document
        else:
            sheets.append(Sheet(rows=[], **document))
    raise ValueError("the last line is missing")


def _line(document):
    return json.dumps(document, separators=(",", ":")) + "\n"


def _packed(cell):
    marks = {name: mark for name in MARKS if (mark := getattr(cell, name))}
    if cell.width > 1:
        marks["width"] = cell.width
    packed = [cell.column, _tagged(cell.value)]
    return [*packed, marks] if marks else packed


def _tagged(value):
    for tag, (type_, dump, _) in TYPES.items():
        if isinstance(value, type_):
            return {tag: dump(value)}
    return value


def _unpacked(row, column, value, marks=None):
    if isinstance(value, dict):
        [(tag, dumped)] = value.items()
        value = TYPES[tag][2](dumped)
    elif isinstance(value, str):
        value = sys.intern(value)  # a list says the same countries and roles thousands of times
    return Cell(row, column, value, **(marks or {}))
