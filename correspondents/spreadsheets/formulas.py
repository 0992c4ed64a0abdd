"""The formulas of an Office Open XML workbook that hold no result.

A program wrote them without computing: a person sees a value that the file does not have.
"""

import re

from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.constants import SHEET_MAIN_NS

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?"}
IN_ERROR = "formule en erreur"
NO_RESULT = "formule sans résultat : ouvrez et enregistrez la liste dans un tableur"
PIECE = 1 << 20  # bytes read at a time
LONGEST_FORMULA = 1 << 16  # bytes; a spreadsheet program allows 8,192 characters
CELL, ROW, FORMULA, VALUE = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ["c", "row", "f", "v"])
UNSOLVED = re.compile(
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f\s*>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v\s*>)?\s*</(?:\w+:)?c\s*>"
)


def unsolved(archive, name):
    """The places, as (row, column), of the formulas without a result in a sheet of an archive."""
    with archive.open(name) as part:
        if not _has_any(part):
            return set()
    with archive.open(name) as part:
        return set(_places(part))


def _has_any(part):
    """Whether it is worth parsing the sheet: a text without any letter is a result too."""
    rest = b""
    while piece := part.read(PIECE):
        rest += piece
        if UNSOLVED.search(rest):
            return True
        rest = rest[-LONGEST_FORMULA:]
    return False


def _places(part):
    row = column = 0
    for event, element in iterparse(part, ["start", "end"]):
        if event == "start":
            if element.tag == ROW:
                row, column = int(element.get("r", row + 1)), 0
            elif element.tag == CELL:
                place = element.get("r")
                row, column = coordinate_to_tuple(place) if place else (row, column + 1)
        elif element.tag == CELL:
            if _is_unsolved(element):
                yield row, column
        elif element.tag == ROW:
            element.clear()


def _is_unsolved(cell):
    value = cell.find(VALUE)
    if cell.find(FORMULA) is None or (value is not None and value.text):
        return False
    return value is None or cell.get("t") != "str"
