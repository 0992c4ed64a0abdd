"""What the styles of an OpenDocument workbook say of strike-through and of hidden sheets."""

import contextlib

from defusedxml.ElementTree import iterparse

from . import refusals

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LINE = [f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type"]
DEEPEST = 20  # parents that a style may have
MOST_STYLES = 100_000  # a spreadsheet program stops at 65,000


class Styles:
    """The styles of a workbook, by family (« table-cell », « text »…) and name.

    Those made on the spot come in `content.xml`, the named ones in `styles.xml`.
    """

    def __init__(self):
        self.strikes, self.parents, self.hidden_tables = {}, {}, set()

    def read_common(self, archive):
        """The named styles, and what holds by default."""
        with contextlib.suppress(KeyError), archive.open("styles.xml") as part:
            for _, element in iterparse(part):
                if element.tag in {f"{STYLE}style", f"{STYLE}default-style"}:
                    self.add(element)
                elif element.tag == f"{OFFICE}styles":
                    return  # what follows belongs to the headers and footers of pages

    def add(self, element):
        """Learn from a style element."""
        key = element.get(f"{STYLE}family"), element.get(f"{STYLE}name")
        self.parents[key] = element.get(f"{STYLE}parent-style-name")
        if len(self.parents) > MOST_STYLES:
            raise refusals.suspect(f"plus de {MOST_STYLES} styles")
        text = element.find(f"{STYLE}text-properties")
        if text is not None:
            self.strikes[key] = _strike(text)
        table = element.find(f"{STYLE}table-properties")
        if table is not None and table.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(key[1])
        element.clear()

    def is_struck(self, family, name):
        """True, False, or None when neither the style nor its parents say."""
        for _ in range(DEEPEST):
            struck = self.strikes.get((family, name))
            if struck is not None or name is None:
                return struck
            name = self.parents.get((family, name))  # ends with None, the default of the family
        return None


def _strike(text):
    for name in LINE:
        if (value := text.get(name)) is not None:
            return value != "none"
    return None
