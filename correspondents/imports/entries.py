"""What a row says: where, who, what; nothing of it is compared with the people of the base yet."""

from dataclasses import dataclass, field

from correspondents.models import Correspondent

from .columns import LABELS, plain
from .network import Place
from .sheet import Record
from .values import Unreadable, day, says_nobody, value_of

NAMES = ("first_name", "last_name")
PERSON_FIELDS = (
    *("role", "rank", "scope", "civility", *NAMES, "function", "email", "phone"),
    *("started_on", "ended_on", "source"),
    *("name_is_public", "function_is_public", "email_is_public", "phone_is_public"),
)
NOT_OF_A_VACANCY = (*NAMES, "civility", "email", "phone")
POST_FIELDS = {"mailbox": "mailbox", "switchboard": "phone"}


@dataclass
class Entry:
    """A row as values: `values` of the person or the vacancy, `post_values` of the post.

    Only filled cells are there: an empty one erases nothing. `others` holds by heading what no
    field takes. `problems` are French sentences; with any, the row is refused as a whole.
    """

    record: Record
    place: Place
    values: dict = field(default_factory=dict)
    post_values: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    is_vacancy: bool = False
    name_norm: str = ""

    @property
    def row(self):
        return self.record.row

    @property
    def role(self):
        return self.values.get("role", Correspondent.Role.CORRESPONDENT)

    @property
    def has_implied_scope(self):
        """Whether the scope is only that the post covers the country from another."""
        return bool(self.place.scope) and "scope" not in self.record.cells

    @property
    def has_person(self):
        """Whether the row speaks of somebody, of a service or of a vacancy."""
        return self.is_vacancy or bool(self.values)

    @property
    def says_nothing(self):
        """Whether there is nothing to write: no person, no vacancy, no mailbox."""
        codes = {*PERSON_FIELDS, *POST_FIELDS, "is_vacant"}
        return codes.isdisjoint(self.record.cells)

    def is_verified_on(self, verified_on):
        """Whether the file's « Vérifié le », if any, says no more than the base."""
        cell = self.record.cells.get("verified_on")
        try:
            return cell is None or day(cell) == verified_on
        except Unreadable:
            return False


def read_entry(record, network):
    """The entry of a record (of `sheet`), its place found in the network."""
    entry = Entry(record, network.locate(record.cells))
    entry.others = {heading: cell.text for heading, cell in record.others.items()}
    _read_vacancy(entry)
    for code, cell in record.cells.items():
        _read_cell(entry, code, cell)
    if entry.values and entry.place.scope:
        entry.values.setdefault("scope", entry.place.scope)
    _check_name(entry)
    _keep_zone_aside(entry)
    names = (network.forms[record.text(code)] for code in NAMES if code in entry.values)
    entry.name_norm = " ".join(names).strip()
    return entry


def _read_vacancy(entry):
    """A vacancy is said by its own column, or by what stands for a name."""
    cells = entry.record.cells
    named = [cells[code] for code in NAMES if code in cells and not says_nobody(cells[code].text)]
    says_so = "last_name" in cells and says_nobody(cells["last_name"].text)
    ticked = says_so
    if "is_vacant" in cells:
        try:
            ticked = value_of("is_vacant", cells["is_vacant"])
        except Unreadable as problem:
            entry.problems.append(str(problem))
    entry.is_vacancy = ticked
    if ticked and named:
        entry.problems.append(
            f"{named[0].address} : « {named[0].text} » nomme quelqu’un à une place dite vacante."
        )
    if says_so and not ticked:
        entry.problems.append(
            f"{cells['last_name'].address} : « {cells['last_name'].text} » ne nomme personne à une "
            "place qui n’est pas dite vacante."
        )


def _read_cell(entry, code, cell):
    """Put the value where it belongs; a vacancy keeps aside what only a person has."""
    if entry.is_vacancy and code in NOT_OF_A_VACANCY:
        if code not in NAMES:
            entry.others[LABELS[code]] = cell.text
        return
    try:
        if code in POST_FIELDS:
            entry.post_values[POST_FIELDS[code]] = value_of(code, cell)
        elif code in PERSON_FIELDS:
            entry.values[code] = value_of(code, cell)
    except Unreadable as problem:
        entry.problems.append(str(problem))


def _check_name(entry):
    """Only a service or a vacancy goes without a name; a name struck out is not in office."""
    name = entry.record.cells.get("last_name")
    if name is None and entry.values and not entry.is_vacancy:
        if entry.role != Correspondent.Role.SERVICE:
            entry.problems.append(
                f"Ligne {entry.row} : le nom manque ; nommez la personne, ou écrivez « oui » dans "
                "la colonne « Vacant »."
            )
    elif name and name.struck and "ended_on" not in entry.values:
        entry.problems.append(
            f"{name.address} : « {name.text} » est barré ; donnez son dernier jour en fonction, ou "
            "retirez la ligne."
        )


def _keep_zone_aside(entry):
    """The zone follows from the country: a file never changes it."""
    cell, place = entry.record.cells.get("zone"), entry.place
    countries = [place.country, place.post.country if place.post else None]
    zones = {plain(country.zone.name) for country in countries if country}
    if cell and plain(cell.text) not in zones:
        entry.others[LABELS["zone"]] = cell.text
