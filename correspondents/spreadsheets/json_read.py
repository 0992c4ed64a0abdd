"""The directory's own .json export as a sheet: French headings, then a row for each record.

It reads only the output of `write.write_json`, a line at a time: nobody edits it by hand.
"""

import json

from . import refusals
from .cells import Sheet, filled_cells

LONGEST_LINE = 1 << 20  # characters
HEAD_END = '"rows": ['
SCALARS = (str, int, float, bool, type(None))


def read_json(file):
    """One sheet, whose row numbers are the number of the record plus one."""
    file.seek(0)
    lines = (line.decode() for line in iter(lambda: file.readline(LONGEST_LINE), b""))
    try:
        head = next(lines, "").strip()
        if not head.endswith(HEAD_END):
            raise refusals.foreign_json()
        labels = {
            name: str(column["label"])
            for name, column in json.loads(head + "]}")["columns"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise refusals.foreign_json() from error
    yield Sheet("Feuille 1", _cells(labels, lines))


def _cells(labels, lines):
    yield from filled_cells(1, labels.values())
    keys = None
    for number, line in enumerate(lines, start=2):
        line = line.strip()
        if line.startswith("]"):
            return
        record = json.loads(line.removesuffix(","))
        if not isinstance(record, dict) or not all(isinstance(v, SCALARS) for v in record.values()):
            raise refusals.foreign_json()
        keys = keys or [_shown(name, labels, record) for name in labels]
        yield from filled_cells(number, map(record.get, keys))
    raise refusals.damaged()  # its end is missing


def _shown(name, labels, record):
    """The key of the text that people see: the label of a code, if there is one."""
    label = f"{name}_label"
    return label if label in record and label not in labels else name
