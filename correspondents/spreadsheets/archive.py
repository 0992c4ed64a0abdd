"""The archive of an Office Open XML workbook, its parts put in the words that openpyxl reads.

The « Strict » kind of the format gives other namespaces to the same elements, and openpyxl drops
every « x005F_ », by which a program says that a « _ » begins no escape. Parts are corrected piece
by piece: none is ever whole in memory for it.
"""

import io
from zipfile import ZipFile

from .escapes import UNDERSCORE

STRICT = b"http://purl.oclc.org/ooxml/"
NAMESPACES = {
    b"officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"spreadsheetml/": b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
    b"drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
ESCAPED, REFERENCE = b"x005F_", f"&#{ord(UNDERSCORE)};".encode()
OVERLAP = 64  # bytes, more than the longest word to replace


class Archive(ZipFile):
    def open(self, *args, **kwargs):
        return Part(super().open(*args, **kwargs))


class Part(io.BufferedIOBase):
    """A part whose last bytes wait for the next piece, which may hold the end of a word."""

    def __init__(self, source):
        self.source, self.rest = source, b""

    def read(self, size=-1):
        """All that is left, or else a piece of about that size, empty at the end."""
        while True:
            piece = self.source.read(size)
            text = _corrected(self.rest + piece)
            whole = len(text) - OVERLAP if piece and size > 0 else len(text)
            self.rest = text[max(whole, 0) :]
            if whole > 0 or not piece:
                return text[: max(whole, 0)]

    def close(self):
        self.source.close()
        super().close()


def _corrected(xml):
    if STRICT in xml:
        for strict, transitional in NAMESPACES.items():
            xml = xml.replace(STRICT + strict, transitional)
    return xml.replace(ESCAPED, REFERENCE)
