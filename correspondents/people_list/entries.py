"""The content of a row: its place, its people, its values, before any look at the base's people."""

from dataclasses import dataclass, field, replace

from correspondents.imports.omissions import omission
from correspondents.imports.rows import Unclear
from correspondents.imports.sheet import Record, heading_of
from correspondents.imports.vocabulary import plain
from correspondents.models import Correspondent
from correspondents.models.person_fields import PERSON, names
from correspondents.spreadsheets.cells import Cell
from correspondents.spreadsheets.refusals import enumerated

from .columns import FOUND_WITHIN, LABELS, OF_ONE, OF_THE_POST, OMISSIBLE, WHOLE, slotted
from .contacts import RawContact
from .marks import DECISIVE, note_faults, note_marks
from .network import RowPlace
from .values import Partial, Unreadable, day, is_nothing, value_of

# The columns about the people of the row that are not of one person, the correspondent first.
OF_THE_ROW = [name for name in names(protectable=True) if name not in OF_ONE]
NOT_OF_A_VACANCY = names(part=PERSON, erased=True)
POST_FIELDS = {"mailbox": "mailbox", "switchboard": "phone"}
SLOT_ROLES = {"cocac": Correspondent.Role.COCAC, "backup": Correspondent.Role.BACKUP}


@dataclass(eq=False, slots=True)
class PersonEntry:
    """A person, a service or a vacancy of a row, as `values` of the base.

    Only filled cells are there: an empty one erases nothing. `aside` holds by heading the texts
    that a vacancy cannot hold. `order` counts the people of the row in the role, from 0."""

    line: "RowContent"
    contact: RawContact
    values: dict = field(default_factory=dict)
    aside: dict = field(default_factory=dict)
    name_norm: str = ""
    order: int = 0

    @property
    def record(self):
        return self.line.record

    @property
    def row(self):
        return self.line.row

    @property
    def place(self):
        return self.line.place

    @property
    def is_vacancy(self):
        return self.contact.is_vacancy

    @property
    def has_left(self):
        """Whether the name is struck out, without a last day."""
        return self.contact.left and "ended_on" not in self.values

    @property
    def is_nameless(self):
        """Whether a name is missing: only a service or a vacancy goes without one."""
        may_be = self.is_vacancy or self.role == Correspondent.Role.SERVICE
        return not self.values.get("last_name") and not may_be

    @property
    def others(self):
        """By heading, the texts that no field of the person takes."""
        return {**self.line.others, **self.aside}

    @property
    def role(self):
        return self.values.get("role", Correspondent.Role.CORRESPONDENT)

    @property
    def has_implied_scope(self):
        """Whether the scope is only that the post covers the country from another."""
        return bool(self.place.scope) and "scope" not in self.record.cells

    def is_verified_on(self, verified_on):
        """Whether the file's « Vérifié le », if any, is the same as the base's."""
        cell = self.record.cells.get("verified_on")
        try:
            return cell is None or day(cell) == verified_on
        except Unreadable:
            return False


@dataclass(eq=False, slots=True)
class RowContent:
    """A row of the sheet, read: its place, its people, the values of its post.

    `others` holds by heading the texts that no field takes, `post_others` the ones about the post
    alone; `problems` are French sentences: with any, the row is refused; with any of `doubts`, it
    waits for a person, who may leave out the `omissible` cells and left out the `omitted` ones.
    `ignored` is the reason why the row holds nothing to import, or "".
    """

    record: Record
    place: RowPlace
    entries: list[PersonEntry] = field(default_factory=list)
    post_values: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    post_others: dict = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    omissible: tuple[Cell, ...] = ()
    omitted: tuple[Cell, ...] = ()
    doubts: list[Unclear] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: str = ""

    @property
    def row(self):
        return self.record.row

    def note(self, sentence):
        self.notes.append(f"Ligne {self.row} : {sentence}")

    def refuse(self, cell, sentence):
        """Add the problem of a cell; a person may leave it out if the row can do without."""
        self.problems.append(sentence)
        cells = [each for code, each in self.record.cells.items() if code in OMISSIBLE]
        self.omissible += tuple(each for each in cells if each.column == cell.column)

    @property
    def omissions(self):
        """The questions of the cells left out, and of those without which the row would come in."""
        would_do = len(self.omissible) == len(self.problems)
        cells = self.omitted + (self.omissible if would_do else ())
        return list({c.address: omission(self.record, c) for c in cells}.values())

    def put_aside(self, heading, cell, sentence):
        """Keep the text of a cell in « autres données », and tell it."""
        if cell.text:
            self.others[heading] = cell.text
        self.notes.append(sentence)


def read_line(record, place, reading):
    """The RowContent of a record, from the reading of its people and its place."""
    line = RowContent(record, place, others=reading.others)
    for heading, cell in record.others.items():
        of_post = heading.startswith(OF_THE_POST)
        (line.post_others if of_post else line.others)[heading.removeprefix(OF_THE_POST)] = (
            cell.text
        )
    line.problems += reading.problems
    for cell, sentence in reading.refusals:
        line.refuse(cell, sentence)
    line.doubts += reading.doubts
    note_faults(line)
    _read_post(line, reading)
    for contact in reading.contacts:
        line.entries.append(_read_entry(line, contact))
    for entry in line.entries:
        if place.scope:
            entry.values.setdefault("scope", place.scope)
        same = [each for each in line.entries if each.role == entry.role]
        entry.order = same.index(entry)
    _check_names(line)
    _check_vacancy(line)
    _keep_zone_aside(line)
    note_marks(line, reading)
    return line


def _read_post(line, reading):
    cells = {code: cell for code, cell in line.record.cells.items() if not cell.fault}
    for code, name in POST_FIELDS.items():
        if code in cells:
            heading = heading_of(line.record, code)
            _take(line, line.post_values, name, code, cells[code], heading)
    if reading.mailbox:
        line.post_values.setdefault("mailbox", reading.mailbox)


def _take(line, values, name, code, cell, heading):
    """Read a cell into values; what no field takes goes aside, or is a problem of the row."""
    try:
        values[name] = value_of(code, cell)
    except Unreadable as problem:
        if code in DECISIVE:
            line.refuse(cell, str(problem))
        elif not is_nothing(cell):
            line.put_aside(heading, cell, f"{problem} Gardé dans les autres données.")
    except Partial as partial:
        values[name] = partial.value
        line.put_aside(heading, cell, f"{partial} Le reste est gardé dans les autres données.")


def _read_entry(line, contact):
    entry, cells = PersonEntry(line, contact), line.record.cells
    cells = {code: cell for code, cell in cells.items() if not cell.fault}
    if contact.slot:
        entry.values["role"] = SLOT_ROLES[contact.slot]
    elif "is_vacant" in cells:
        _read_vacancy(line, contact, cells["is_vacant"])
    for code in ("source",) if contact.slot else OF_THE_ROW:
        if code in cells:
            _take(line, entry.values, code, code, cells[code], heading_of(line.record, code))
    for code in WHOLE:
        if code in contact.cells:
            _take_of_one(entry, code, contact.cells[code])
    for code in (*FOUND_WITHIN, "civility"):
        _take_text(entry, code, getattr(contact, code))
    return entry


def _take_of_one(entry, code, cell):
    heading = heading_of(entry.record, slotted(entry.contact.slot, code))
    if entry.is_vacancy and code in NOT_OF_A_VACANCY:
        entry.aside[heading] = cell.text
    else:
        _take(entry.line, entry.values, code, code, cell, heading)


def _take_text(entry, code, text):
    """Take a text that is part of a cell: the name, its civility, an address."""
    field = Correspondent._meta.get_field(code)
    if not text:
        return
    if entry.is_vacancy:
        if code == "email":
            entry.aside[heading_of(entry.record, slotted(entry.contact.slot, code))] = text
    elif len(text) > field.max_length and code != "civility":
        cell = _cell_of(entry, code)
        reason = f"« {text} » dépasse {field.max_length} caractères."
        entry.line.refuse(cell, f"{cell.address} : {reason}")
    elif code == "email":
        cell = replace(_cell_of(entry, code), value=text)
        heading = heading_of(entry.record, slotted(entry.contact.slot, code))
        _take(entry.line, entry.values, code, code, cell, heading)
    else:
        entry.values.setdefault(code, text)


def _cell_of(entry, code):
    cells, slot = entry.record.cells, entry.contact.slot
    return cells.get(slotted(slot, code)) or cells[slotted(slot, "name")]


def _read_vacancy(line, contact, cell):
    """Read a vacancy from its own column, or from the cell of the name."""
    try:
        ticked = value_of("is_vacant", cell)
    except Unreadable as problem:
        line.put_aside(heading_of(line.record, "is_vacant"), cell, str(problem))
        return
    name = contact.full_name or contact.name
    if ticked and name:
        line.problems.append(
            f"{cell.address} : « {name} » est nommé à une place dite vacante ; corrigez l’un des "
            "deux."
        )
    elif contact.is_vacancy and not ticked:
        line.problems.append(
            f"{cell.address} : la place n’est pas dite vacante, et la ligne ne nomme personne."
        )
    contact.is_vacancy = ticked or contact.is_vacancy


def _check_names(line):
    """Only a service or a vacancy goes without a name; beside somebody, its cells go aside."""
    nameless = [entry for entry in line.entries if entry.is_nameless]
    if len(nameless) == len(line.entries):
        line.problems += [
            f"Ligne {line.row} : le nom manque ; nommez la personne, ou écrivez « oui » dans la "
            "colonne « Vacant »."
            for _ in nameless[:1]
        ]
        return
    for entry in nameless:
        line.entries.remove(entry)
        headings = []
        for code in OF_ONE:
            cell = line.record.cells.get(slotted(entry.contact.slot, code))
            if cell:
                headings.append(heading_of(line.record, slotted(entry.contact.slot, code)))
                line.others[headings[-1]] = cell.text
        line.note(f"le nom manque pour {enumerated(headings)} : gardé dans les autres données.")


def _check_vacancy(line):
    """Refuse « vacant » with a name in one cell: they contradict each other."""
    roles = [entry.role for entry in line.entries]
    if any(entry.is_vacancy and roles.count(entry.role) > 1 for entry in line.entries):
        line.problems.append(
            f"Ligne {line.row} : la ligne nomme quelqu’un à une place dite vacante."
        )


def _keep_zone_aside(line):
    """The zone follows from the country: a file never changes it."""
    cell, place = line.record.cells.get("zone"), line.place
    countries = [place.country, place.post.country if place.post else None]
    zones = {plain(country.zone.name) for country in countries if country}
    if cell and plain(cell.text) not in zones:
        line.others[LABELS["zone"]] = cell.text
