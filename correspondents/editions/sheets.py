"""The changes between two states of the list, as a file: one row per change."""

from dataclasses import dataclass

from correspondents.directory.publication import TITLES
from correspondents.models import Correspondent, Post
from correspondents.spreadsheets.write import Column, Table, notice

POSTS = {
    "opened": "Poste ouvert",
    "closed": "Poste fermé ou suspendu",
    "otherwise": "Changement de situation",
}


@dataclass(frozen=True)
class ChangeLine:
    """A change; `before` and `after` are what the screen shows of them, "" when that is nothing."""

    what: str
    post: Post
    role: str = ""
    scope: str = ""
    person: str = ""
    before: str = ""
    after: str = ""


COLUMNS = [
    Column("change", "Changement", "Ce qui s’est passé", "what", width=24),
    Column(
        "country",
        "Pays ou territoire",
        "Pays ou territoire du poste",
        "post.shown_country",
        width=26,
    ),
    Column("post", "Poste", "Nom du poste", "post.name", width=40),
    Column("role", "Rôle", "Rôle de la personne au poste", width=30),
    Column("scope", "Périmètre", "La partie du pays que suit la personne"),
    Column("person", "Personne", "Nom de la personne", width=30),
    Column("before", "Avant", "Ce qui était dans la première liste"),
    Column("after", "Après", "Ce qui est dans la seconde liste"),
]

OF_A_PLACE = [c for c in COLUMNS if c.name in {"country", "post", "role", "scope", "person"}]


def staff_table(changes, period, conditions):
    """Every change between two states, named; `period` is [(label, text)] of the two lists."""
    moves = (
        _of_person(
            "Changement de place", move.after, before=_place(move.before), after=_place(move.after)
        )
        for move in changes.moves
    )
    return _table([*_lines(changes, _of_person), *moves], period, conditions)


def public_table(changes, period, conditions):
    """The changes that the public reads: `public_changes`."""
    return _table(_lines(changes, _of_place), period, conditions)


def list_table(places, conditions):
    """The list of an edition as the public reads it: `public_list`."""
    lines = (_of_place("", place) for place in places)
    return Table("Liste des correspondants", OF_A_PLACE, lines, notice=notice(conditions))


def _table(lines, period, conditions):
    return Table("Changements de la liste", COLUMNS, lines, period, notice(conditions))


def _lines(changes, line_of):
    """The lines of posts, then those of arrivals and departures, made by `line_of`."""
    for kind, label in POSTS.items():
        for change in getattr(changes, kind):
            yield ChangeLine(label, change.post, before=change.before, after=change.after)
    for what, rows in [("Arrivée", changes.arrivals), ("Départ", changes.departures)]:
        for row in rows:
            yield line_of(what, row)


def _of_person(what, person, **situations):
    role = TITLES[person.role]
    return ChangeLine(what, person.post, role, person.scope, person.full_name, **situations)


def _of_place(what, place):
    return ChangeLine(what, place.post, place.title, place.scope, place.name)


def _place(person):
    return f"{Correspondent.Role(person.role).label}, rang {person.rank}"
