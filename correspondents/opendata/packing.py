"""A table's records as its two files, read once and never held together.

The CSV is for everybody: RFC 4180 (commas, CRLF), with a byte order mark, without which Excel
reads « Sénégal » as « SÃ©nÃ©gal », and which programs skip. Its texts are disarmed as those of all
our lists: one that a spreadsheet program would compute is preceded by an apostrophe.
"""

import csv
import gzip
import hashlib
import io
import json
from dataclasses import dataclass

from correspondents.spreadsheets.write import disarmed

MARK = "\ufeff"
ROWS_OPEN, ROWS_CLOSE = '"rows": [', "\n]"


@dataclass(frozen=True)
class PackedFile:
    """A file as it is kept: compressed, with the print and the size of what is read."""

    content: bytes
    sha256: str
    size: int  # bytes, uncompressed


@dataclass(frozen=True)
class Packed:
    csv: PackedFile
    json: PackedFile
    count: int


class _Packer:
    """Takes texts, compresses them, and knows the print and the size of the whole."""

    def __init__(self):
        self.packed, self.digest, self.size = io.BytesIO(), hashlib.sha256(), 0
        self.gzip = gzip.GzipFile(fileobj=self.packed, mode="wb", mtime=0)

    def write(self, text):
        data = text.encode()
        self.digest.update(data)
        self.size += len(data)
        self.gzip.write(data)

    def close(self):
        self.gzip.close()
        return PackedFile(self.packed.getvalue(), self.digest.hexdigest(), self.size)


def pack(head, names, records):
    """The files of the records; `head` is what the JSON tells before its rows."""
    as_csv, as_json, count = _Packer(), _Packer(), 0
    as_csv.write(MARK)
    lines = csv.writer(as_csv)
    lines.writerow(names)
    as_json.write(f"{_json(head)[:-1]}, {ROWS_OPEN}")
    for count, record in enumerate(records, start=1):
        lines.writerow(_cell(record[name]) for name in names)
        as_json.write(f"{',' if count > 1 else ''}\n{_json(record)}")
    as_json.write(f'{ROWS_CLOSE}, "count": {count}}}\n')
    return Packed(as_csv.close(), as_json.close(), count)


def repacked(content, names, key, without):
    """The files of a compressed JSON, without the records whose key, as text, is in `without`."""
    head = _head(content)
    records = (record for record in _records(content) if str(record[key]) not in without)
    return pack(head, names, records)


def _head(content):
    with gzip.open(io.BytesIO(content), "rt", encoding="utf-8", newline="\n") as file:
        return json.loads(file.readline().rstrip().removesuffix(f", {ROWS_OPEN}") + "}")


def _records(content):
    """Each row is a line."""
    with gzip.open(io.BytesIO(content), "rt", encoding="utf-8", newline="\n") as file:
        next(file)
        for line in file:
            if line.startswith("]"):
                return
            yield json.loads(line.rstrip().removesuffix(","))


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return disarmed(value) if isinstance(value, str) else str(value)


def _json(value):
    return json.dumps(value, ensure_ascii=False)
