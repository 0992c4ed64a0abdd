"""A text file as a sheet: its content tells its encoding and its delimiter."""

import csv
import io
from collections import Counter
from itertools import islice

from . import refusals
from .cells import Sheet, filled_cells
from .encodings import decoded
from .write import rearmed

DELIMITERS = ";,\t"
SAMPLE = 50  # records that tell the delimiter
LONGEST_RECORD = 1 << 20  # characters


def read_csv(file):
    """One sheet. A cell that an export disarmed (« '=… ») takes back its first text."""
    text = decoded(file.read())
    yield Sheet("Feuille 1", _cells(text, _delimiter(text)))


def _cells(text, delimiter):
    for row, record in enumerate(_records(text, delimiter), start=1):
        yield from filled_cells(row, map(rearmed, record))


def _records(text, delimiter):
    """The records of a text; RefusedFile when one has more characters than LONGEST_RECORD."""
    number, size = 1, 0
    text = io.StringIO(text, newline="")

    def lines():
        nonlocal size
        # One character more than allowed is enough to know.
        while line := text.readline(LONGEST_RECORD + 1):
            size += len(line)
            if size > LONGEST_RECORD:
                raise refusals.endless_record(number)
            yield line

    for record in csv.reader(lines(), delimiter=delimiter):
        yield record
        number, size = number + 1, 0


def _delimiter(text):
    """The one that cuts the most records into the same number of cells, then into the most.

    Not the most frequent: a list of addresses holds more commas than its columns' semicolons.
    """

    def evenness(delimiter):
        records = islice(filter(None, _records(text, delimiter)), SAMPLE)
        widths = Counter(len(record) for record in records if len(record) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=evenness)
