"""The values of a row: of its post and its people, before any look at the base's people."""

from dataclasses import replace

from correspondents.imports.sheet import heading_of
from correspondents.imports.vocabulary import plain
from correspondents.models import Correspondent
from correspondents.models.person_fields import PERSON, names
from correspondents.spreadsheets.refusals import enumerated

from .columns import FOUND_WITHIN, LABELS, OF_ONE, OF_THE_POST, WHOLE, slotted
from .marks import DECISIVE, note_faults, note_marks
from .values import Partial, Unreadable, is_nothing, value_of

# The columns about the people of the row that are not of one person, the correspondent first.
OF_THE_ROW = [name for name in names(protectable=True) if name not in OF_ONE]
NOT_OF_A_VACANCY = names(part=PERSON, erased=True)
POST_FIELDS = {"mailbox": "mailbox", "switchboard": "phone"}
SLOT_ROLES = {"cocac": Correspondent.Role.COCAC, "backup": Correspondent.Role.BACKUP}


def read_values(row):
    """Read the cells of a row whose people and place are known."""
    for heading, cell in row.record.others.items():
        others = row.post_others if heading.startswith(OF_THE_POST) else row.others
        others[heading.removeprefix(OF_THE_POST)] = cell.text
    note_faults(row)
    _read_post(row)
    for entry in row.entries:
        _read_entry(entry)
    for entry in row.entries:
        if row.place.scope:
            entry.values.setdefault("scope", row.place.scope)
        same = [each for each in row.entries if each.role == entry.role]
        entry.order = same.index(entry)
    _check_names(row)
    _check_vacancy(row)
    _keep_zone_aside(row)
    note_marks(row)


def _read_post(row):
    for code, name in POST_FIELDS.items():
        cell = row.record.cells.get(code)
        if cell and not cell.fault:
            _take(row, row.post_values, name, code, cell, heading_of(row.record, code))


def _take(row, values, name, code, cell, heading):
    """Read a cell into values; what no field takes goes aside, or is a problem of the row."""
    try:
        values[name] = value_of(code, cell)
    except Unreadable as problem:
        if code in DECISIVE:
            row.refuse(cell, str(problem))
        elif not is_nothing(cell):
            row.put_aside(heading, cell, f"{problem} Gardé dans les autres données.")
    except Partial as partial:
        values[name] = partial.value
        row.put_aside(heading, cell, f"{partial} Le reste est gardé dans les autres données.")


def _read_entry(entry):
    row, values = entry.row, entry.values
    cells = {code: cell for code, cell in row.record.cells.items() if not cell.fault}
    if entry.slot:
        values["role"] = SLOT_ROLES[entry.slot]
    elif "is_vacant" in cells:
        _read_vacancy(entry, cells["is_vacant"])
    for code in ("source",) if entry.slot else OF_THE_ROW:
        if code in cells:
            _take(row, values, code, code, cells[code], heading_of(row.record, code))
    for code in WHOLE:
        if code in entry.cells:
            _take_of_one(entry, code, entry.cells[code])
    for code in (*FOUND_WITHIN, "civility"):
        _take_text(entry, code, getattr(entry, code))


def _take_of_one(entry, code, cell):
    if entry.is_vacancy and code in NOT_OF_A_VACANCY:
        entry.aside[entry.heading(code)] = cell.text
    else:
        _take(entry.row, entry.values, code, code, cell, entry.heading(code))


def _take_text(entry, code, text):
    """Take a text that is part of a cell: the name, its civility, an address."""
    field = Correspondent._meta.get_field(code)
    if not text:
        return
    if entry.is_vacancy:
        if code == "email":
            entry.aside[entry.heading(code)] = text
    elif len(text) > field.max_length and code != "civility":
        cell = _cell_of(entry, code)
        reason = f"« {text} » dépasse {field.max_length} caractères."
        entry.row.refuse(cell, f"{cell.address} : {reason}")
    elif code == "email":
        cell = replace(_cell_of(entry, code), value=text)
        _take(entry.row, entry.values, code, code, cell, entry.heading(code))
    else:
        entry.values.setdefault(code, text)


def _cell_of(entry, code):
    cells, slot = entry.record.cells, entry.slot
    codes = slotted(slot, code), slotted(slot, "name"), slotted(slot, "last_name")
    return next(cells[code] for code in codes if code in cells)


def _read_vacancy(entry, cell):
    """Read a vacancy from its own column, or from the cell of the name."""
    try:
        ticked = value_of("is_vacant", cell)
    except Unreadable as problem:
        entry.row.put_aside(entry.heading("is_vacant"), cell, str(problem))
        return
    name = entry.full_name or entry.name
    if ticked and name:
        entry.row.problems.append(
            f"{cell.address} : « {name} » est nommé à une place dite vacante ; corrigez l’un des "
            "deux."
        )
    elif entry.is_vacancy and not ticked:
        entry.row.problems.append(
            f"{cell.address} : la place n’est pas dite vacante, et la ligne ne nomme personne."
        )
    entry.is_vacancy = ticked or entry.is_vacancy


def _check_names(row):
    """Only a service or a vacancy goes without a name; beside somebody, its cells go aside."""
    nameless = [entry for entry in row.entries if entry.is_nameless]
    if len(nameless) == len(row.entries):
        row.problems += [
            f"Ligne {row.number} : le nom manque ; nommez la personne, ou écrivez « oui » dans la "
            "colonne « Vacant »."
            for _ in nameless[:1]
        ]
        return
    for entry in nameless:
        row.entries.remove(entry)
        codes = [code for code in OF_ONE if slotted(entry.slot, code) in row.record.cells]
        texts = {entry.heading(code): row.record.text(slotted(entry.slot, code)) for code in codes}
        row.others |= texts
        row.say(f"le nom manque pour {enumerated(list(texts))} : gardé dans les autres données.")


def _check_vacancy(row):
    """Refuse « vacant » with a name in one cell: they contradict each other."""
    roles = [entry.role for entry in row.entries]
    if any(entry.is_vacancy and roles.count(entry.role) > 1 for entry in row.entries):
        row.problems.append(
            f"Ligne {row.number} : la ligne nomme quelqu’un à une place dite vacante."
        )


def _keep_zone_aside(row):
    """The zone follows from the country: a file never changes it."""
    cell, place = row.record.cells.get("zone"), row.place
    countries = [place.country, place.post.country if place.post else None]
    zones = {plain(country.zone.name) for country in countries if country}
    if cell and plain(cell.text) not in zones:
        row.others[LABELS["zone"]] = cell.text
