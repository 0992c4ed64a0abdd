"""The strike-through and the hidden sheets that styles of an OpenDocument workbook set."""

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

    The automatic styles are in `content.xml`, the named ones in `styles.xml`.
    """

    def __init__(self):
        self.strikes, self.parents, self.hidden_tables = {}, {}, set()

    def read_common(self, archive):
        """Read the named styles and the default ones."""
        with contextlib.suppress(KeyError), archive.open("styles.xml") as part:
            for _, element in iterparse(part):
                if element.tag in {f"{STYLE}style", f"{STYLE}default-style"}:
                    self.add(element)
                elif element.tag == f"{OFFICE}styles":
                    return  # the rest belongs to the headers and footers of pages

    def add(self, element):
        """Keep the marks of a style element."""
        key = element.get(f"{STYLE}family"), element.get(f"{STYLE}name")
        self.parents[key] = element.get(f"{STYLE}parent-style-name")
        if len(self.parents) > MOST_STYLES:
            raise refusals.suspect(f"plus de {MOST_STYLES} styles")
        text = element.find(f"{STYLE}text-properties")
        if text is not None:
            lines = [line for name in LINE if (line := text.get(name)) is not None]
            self.strikes[key] = lines[0] != "none" if lines else None
        table = element.find(f"{STYLE}table-properties")
        if table is not None and table.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(key[1])
        element.clear()

    def is_struck(self, family, name):
        """True, False, or None when neither the style nor its parents set it."""
        for _ in range(DEEPEST):
            struck = self.strikes.get((family, name))
            if struck is not None or name is None:
                return struck
            name = self.parents.get((family, name))  # ends with None, the default of the family
        return None
