"""Several rows of one dossier: a project with a row for each of its fundings or of its years."""

from atlas.imports.authorities import Unknown
from correspondents.imports.vocabulary import plain

from .budget import ALL_AMOUNTS

AMOUNTS = {*ALL_AMOUNTS}
# What a row says of its own funding; on the rest, the rows of a dossier agree.
OWN = {*AMOUNTS, "year"}


def join(rows):
    """Have the first row of each number hold the others, its `parts`, or keep why one is none."""
    first = {}
    for row in rows:
        row.first = first.setdefault(row.texts["reference"] or row, row)
        if row.first is not row:
            row.flaw = flaw_of(row)
            if row.flaw is None:
                complete(row)
                row.first.parts.append(row)
    for row in first.values():
        skip_what_is_repeated(row.parts)


def flaw_of(row):
    """Why a row is not another funding of its dossier, an Unknown; None when it is."""
    first = row.first
    for code, cell in row.record.cells.items():
        if code not in OWN and first.texts[code] and plain(first.texts[code]) != plain(cell.text):
            reason = f"contredit la ligne {first.number} du même dossier, « {first.texts[code]} »"
            return Unknown(code, reason)
    if any(funding(part) == funding(row) for part in first.parts):
        return Unknown("reference", f"est déjà à la ligne {first.number}")
    return None


def funding(row):
    return [row.texts[code] for code in sorted(OWN)]


def complete(row):
    """Have the first row say what only this one says, and this one know the first's currency."""
    first = row.first
    for code, cell in row.record.cells.items():
        if code not in OWN and code not in first.record.cells:
            first.record.cells[code], first.texts[code] = cell, row.texts[code]
    row.texts["currency"] = first.texts["currency"]


def skip_what_is_repeated(parts):
    """Read once an amount that all the rows repeat while another one differs: it is a total."""
    differing = {code for code in AMOUNTS if len({part.texts[code] for part in parts}) > 1}
    if differing:
        for part in parts[1:]:
            part.repeated = AMOUNTS - differing
