"""What changed between two states of the list, as a file: one row per change."""

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
class Line:
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


def staff_table(found, period, conditions):
    """Every change between two states, named; `period` is [(label, text)] of the two lists."""
    return _table(_staff_lines(found), period, conditions)


def public_table(found, period, conditions):
    """What the public reads of them: `public_changes`."""
    return _table(_public_lines(found), period, conditions)


def _table(lines, period, conditions):
    return Table(
        title="Changements de la liste",
        columns=COLUMNS,
        rows=lines,
        filters=period,
        notice=notice(conditions),
    )


def _post_lines(found):
    for kind, label in POSTS.items():
        for change in getattr(found, kind):
            yield Line(label, change.post, before=change.before, after=change.after)


def _staff_lines(found):
    yield from _post_lines(found)
    for person in found.arrivals:
        yield _staff_line("Arrivée", person)
    for person in found.departures:
        yield _staff_line("Départ", person)
    for move in found.moves:
        yield _staff_line(
            "Changement de place", move.after, before=_place(move.before), after=_place(move.after)
        )


def _staff_line(what, person, **before_and_after):
    return Line(
        what, person.post, TITLES[person.role], person.scope, person.full_name, **before_and_after
    )


def _place(person):
    return f"{Correspondent.Role(person.role).label}, rang {person.rank}"


def _public_lines(found):
    yield from _post_lines(found)
    for what, places in [("Arrivée", found.arrivals), ("Départ", found.departures)]:
        for place in places:
            yield Line(what, place.post, place.title, place.scope, place.name)
