"""The strikes, colours, formats and hidden sheets that styles of an OpenDocument workbook set."""

import contextlib
import re

from defusedxml.ElementTree import iterparse

from . import refusals
from .colors import visible_color
from .number_formats import GENERAL
from .ods_numbers import KINDS, code_of, exceptions_of

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LINE = [f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type"]
COLOR = re.compile("#([0-9a-fA-F]{6})")
DEEPEST = 20  # parents that a style may have
MOST_STYLES = 100_000  # a spreadsheet program stops at 65,000


class Styles:
    """The styles of a workbook, by family (« table-cell », « text »…) and name.

    The automatic styles are in `content.xml`, the named ones in `styles.xml`.
    """

    def __init__(self):
        self.strikes, self.fills, self.inks = {}, {}, {}
        self.parents, self.hidden_tables = {}, set()
        self.number_styles = {}  # by (family, name): the name of a number style
        self.codes, self.exceptions = {}, {}  # by name of a number style

    def read_common(self, archive):
        """Read the named styles and the default ones."""
        with contextlib.suppress(KeyError), archive.open("styles.xml") as part:
            for _, element in iterparse(part):
                if element.tag in {f"{STYLE}style", f"{STYLE}default-style"}:
                    self.add(element)
                elif element.tag in KINDS:
                    self.add_number_style(element)
                elif element.tag == f"{OFFICE}styles":
                    return  # the rest belongs to the headers and footers of pages

    def add(self, element):
        """Keep the marks of a style element."""
        key = element.get(f"{STYLE}family"), element.get(f"{STYLE}name")
        self.parents[key] = element.get(f"{STYLE}parent-style-name")
        if len(self.parents) > MOST_STYLES:
            raise refusals.suspect(f"plus de {MOST_STYLES} styles")
        self.number_styles[key] = element.get(f"{STYLE}data-style-name")
        text = element.find(f"{STYLE}text-properties")
        if text is not None:
            lines = [line for name in LINE if (line := text.get(name)) is not None]
            self.strikes[key] = lines[0] != "none" if lines else None
            self.inks[key] = _digits(text.get(f"{FO}color"))
        cell = element.find(f"{STYLE}table-cell-properties")
        if cell is not None:
            self.fills[key] = _digits(cell.get(f"{FO}background-color"))
        table = element.find(f"{STYLE}table-properties")
        if table is not None and table.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(key[1])
        element.clear()

    def add_number_style(self, element):
        """Keep the format of a number style element."""
        name = element.get(f"{STYLE}name")
        self.codes[name], self.exceptions[name] = code_of(element), exceptions_of(element)
        if len(self.codes) > MOST_STYLES:
            raise refusals.suspect(f"plus de {MOST_STYLES} styles")
        element.clear()

    def is_struck(self, family, name):
        """True, False, or None when neither the style nor its parents set it."""
        return self._inherited(self.strikes, family, name)

    def colors(self, name):
        """(background, text) of a style of cells, each "" when nobody notices it."""
        marks = (self._inherited(each, "table-cell", name) for each in (self.fills, self.inks))
        return [visible_color(digits or "") for digits in marks]

    def number_format(self, name):
        """The code of the number format of a style of cells."""
        number_style = self._inherited(self.number_styles, "table-cell", name)
        sections = [
            condition + self.codes.get(other, "")
            for condition, other in self.exceptions.get(number_style, [])
        ]
        return ";".join([*sections, self.codes.get(number_style) or GENERAL])

    def _inherited(self, marks, family, name):
        """The mark of a style, else of the nearest parent that has one, else None."""
        for _ in range(DEEPEST):
            mark = marks.get((family, name))
            if mark is not None or name is None:
                return mark
            name = self.parents.get((family, name))  # ends with None, the default of the family
        return None


def _digits(color):
    """The digits of « #ff0000 », "" of « transparent », None of no colour."""
    if color is None:
        return None
    match = COLOR.fullmatch(color)
    return match[1].upper() if match else ""
