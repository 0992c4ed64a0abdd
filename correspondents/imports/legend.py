"""The colours of a sheet that its own legend explains: told as notes, they decide nothing."""

import re
from collections import defaultdict

from correspondents.spreadsheets.cells import Cell
from correspondents.spreadsheets.colors import NAMES, color_name

from .sheet import Listing, Record
from .vocabulary import plain

LONGEST = 60  # characters of a legend
STATUS = re.compile(
    r"\b(vacan|a confirmer|a verifier|a completer|a supprimer|a mettre a jour|a jour|a pourvoir"
    r"|partie?s?\b|depart|interim|en attente|nouve|modifi|obsolete|provisoire|inconnu|en cours"
    r"|termine|doute|absen|ferme|non renseigne)"
)
NAMED = re.compile(rf"(?:en )?({'|'.join(NAMES)})e?s? ?(?:[=:→–-]|signifie) ?(?P<meaning>.+)", re.I)

Colors = dict[str, str]  # {digits of a colour, or its name: what the legend says}


def legend_of(rows: list[list[Cell]], listing: Listing) -> Colors:
    """The legend of a sheet: above the headings of its list, beside them, or alone on its row."""
    legend, header_row = {}, listing.header_row
    columns = {heading.column for heading in listing.headings}
    for row in rows if columns else ():
        for cell in row:
            is_apart = row[0].row < header_row or cell.column not in columns or len(row) == 1
            if is_apart and row[0].row != header_row and len(cell.text) <= LONGEST:
                legend |= _entry(cell)
    return legend


def _entry(cell: Cell) -> Colors:
    """What a cell of a legend says of a colour: its own, or the one that it names."""
    text = cell.text
    named = NAMED.fullmatch(text)
    meaning = named["meaning"] if named else text
    if (color := cell.fill or cell.ink) and STATUS.search(plain(meaning)):
        return {color: meaning}
    return {named[1].lower(): meaning} if named else {}


def legend_notes(record: Record) -> list[str]:
    """A sentence for each colour of the cells of a row that the legend of its sheet explains."""
    legend, addresses = record.listing.legend, defaultdict(list)
    for cell in (*record.cells.values(), *record.others.values()) if legend else ():
        for color, manner in ((cell.fill, ""), (cell.ink, "écrite")):
            meaning = legend.get(color) or legend.get(color_name(color).split(" ")[0])
            if color and meaning and meaning not in cell.text:
                addresses[manner, color_name(color), meaning].append(cell.address)
    return [_sentence(*key, each) for key, each in addresses.items()]


def _sentence(manner: str, name: str, meaning: str, addresses: list[str]) -> str:
    says = f"en {name} ; la légende dit « {meaning} »."
    if len(addresses) == 1:
        return f"La cellule {addresses[0]} est {f'{manner} ' if manner else ''}{says}"
    listed = f"{', '.join(addresses[:-1])} et {addresses[-1]}"
    return f"Les cellules {listed} sont {f'{manner}s ' if manner else ''}{says}"
