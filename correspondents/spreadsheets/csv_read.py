"""A text file as a sheet: its encoding and its delimiter are told from what it holds."""

import csv
import io
from collections import Counter
from contextlib import contextmanager
from itertools import islice

from . import refusals
from .cells import Cell, Sheet, clean
from .write import rearmed

DELIMITERS = ";,\t"
SAMPLE = 50  # records by which the delimiter is told
LONGEST_RECORD = 1 << 20  # characters
PIECE = 1 << 16  # bytes read at a time


def read_csv(file):
    """One sheet. A cell that an export disarmed (« '=… ») is what it was before."""
    encoding = _encoding(file)
    yield Sheet("Feuille 1", _cells(file, encoding, _delimiter(file, encoding)))


def _cells(file, encoding, delimiter):
    with _text(file, encoding) as text:
        for row, record in enumerate(_records(text, delimiter), start=1):
            for column, value in enumerate(record, start=1):
                if (cleaned := clean(rearmed(value))) is not None:
                    yield Cell(row, column, cleaned)


def _encoding(file):
    """UTF-8 with or without its mark, else what Excel writes in French (Windows-1252)."""
    for encoding in ["utf-8-sig", "cp1252"]:
        try:
            with _text(file, encoding) as text:
                while text.read(PIECE):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise refusals.not_text(".csv")


@contextmanager
def _text(file, encoding):
    """The file from its beginning, as text; it stays open."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


class _Lines:
    """The lines of a text, of which one record takes a bounded number of characters."""

    def __init__(self, text):
        self.text, self.record, self.size = text, 1, 0

    def __iter__(self):
        return self

    def __next__(self):
        # One character more than allowed is enough to know.
        line = self.text.readline(LONGEST_RECORD + 1)
        self.size += len(line)
        if self.size > LONGEST_RECORD:
            raise refusals.endless_record(self.record)
        if not line:
            raise StopIteration
        return line


def _records(text, delimiter):
    lines = _Lines(text)
    for record in csv.reader(lines, delimiter=delimiter):
        yield record
        lines.record, lines.size = lines.record + 1, 0


def _delimiter(file, encoding):
    """The one that cuts the most records into the same number of cells, then into the most.

    Not the most frequent: a list of addresses holds more commas than its columns' semicolons.
    """

    def evenness(delimiter):
        with _text(file, encoding) as text:
            records = islice(filter(None, _records(text, delimiter)), SAMPLE)
            widths = Counter(len(record) for record in records if len(record) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=evenness)
