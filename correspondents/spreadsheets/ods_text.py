"""The text of an OpenDocument cell: its paragraphs, link, comment and struck pieces."""

import re
from dataclasses import dataclass, field

from . import refusals
from .ods_styles import OFFICE

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
SPACES, LINK, STYLE_NAME = f"{TEXT}s", f"{TEXT}a", f"{TEXT}style-name"
PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
ANNOTATION = f"{OFFICE}annotation"
APART = {ANNOTATION, f"{TEXT}note", f"{TEXT}ruby-text"}  # not part of the text around them
MARKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
BLANKS = re.compile("[ \t\r\n]+")
LONGEST_TEXT = 1 << 20  # characters; a spreadsheet program allows 32,767 in a cell


@dataclass
class Shown:
    """The text and marks of a cell: `struck` has a boolean for each piece of text but blanks."""

    text: str = ""
    link: str = ""
    comment: str = ""
    struck: list[bool] = field(default_factory=list)


def shown(cell, styles, is_cell_struck):
    """The text and marks of a cell element."""
    reader = _Reader(styles)
    text = "\n".join(reader.paragraph(p, is_cell_struck) for p in cell if p.tag in PARAGRAPHS)
    annotation = cell.find(ANNOTATION)
    comment = ""
    if annotation is not None:
        paragraphs = [each for each in annotation.iter() if each.tag in PARAGRAPHS]
        comment = "\n".join(_Reader(styles).paragraph(each, False) for each in paragraphs)
    return Shown(text, reader.link, comment, reader.struck)


class _Reader:
    """Follows the paragraphs of one cell."""

    def __init__(self, styles):
        self.styles, self.link, self.struck, self.size = styles, "", [], 0

    def paragraph(self, element, is_struck):
        self.pieces = []
        self.inside(element, is_struck)
        return "".join(self.pieces)

    def inside(self, element, is_struck):
        self.add_text(element.text, is_struck)
        for child in element:
            self.element(child, is_struck)
            self.add_text(child.tail, is_struck)

    def element(self, element, is_struck):
        tag = element.tag
        if tag == SPACES:
            self.add(" " * min(int(element.get(f"{TEXT}c", 1)), LONGEST_TEXT + 1))
        elif tag in MARKS:
            self.add(MARKS[tag])
        elif tag not in APART:
            if tag == LINK:
                self.link = self.link or element.get(HREF, "")
            own = self.styles.is_struck("text", element.get(STYLE_NAME))
            self.inside(element, is_struck if own is None else own)

    def add_text(self, text, is_struck):
        """Blanks written as such count for one, and for nothing at the start of a paragraph."""
        if not text:
            return
        text = BLANKS.sub(" ", text)
        if not self.pieces or self.pieces[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
        if text:
            self.add(text)
        if text.strip():
            self.struck.append(is_struck)

    def add(self, piece):
        self.size += len(piece)
        if self.size > LONGEST_TEXT:
            raise refusals.suspect("une cellule au texte démesuré")
        self.pieces.append(piece)
