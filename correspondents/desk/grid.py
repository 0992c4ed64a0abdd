"""What a matrix is made of: cells with a state, the acts that repair them, columns of apps."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse

from correspondents.models import Post


class State(Enum):
    """The state of a cell, from best to worst: a symbol and words, with a colour on top."""

    OK = ("ok", "✓", "En ordre")
    WARNING = ("warning", "!", "À voir")
    MISSING = ("missing", "✗", "Manque")

    def __init__(self, code, symbol, words):
        self.code, self.symbol, self.words = code, symbol, words


@dataclass(frozen=True)
class Cell:
    """One check of one post; `url` is the page that repairs it, "" when nothing is wrong."""

    state: State
    text: str
    url: str = ""

    @property
    def is_ok(self):
        return self.state is State.OK


class Acts:
    """The addresses of the acts that repair a cell: none here; subclasses have them."""

    def add(self, post, role, before=None):
        """Enter somebody in the role, until the day before another one arrives."""
        return ""

    def replace(self, person):
        """Enter somebody at the place of the entry: of one who left, or of nobody."""
        return ""

    def correct(self, person):
        """Change the entry: an address that answers."""
        return ""

    def settle(self, person):
        """Say whether somebody silent, or whose departure is announced, is still there."""
        return ""

    def verify(self, post):
        """Verify the entries of the post."""
        return ""

    def complete(self, post):
        """Change what is known of the post itself."""
        return ""


class PostActs(Acts):
    """In the space: a post's own screens."""

    def add(self, post, role, before=None):
        return f"{reverse('space_arrival')}?role={role}"

    def replace(self, person):
        """Who left has a last day already, and somebody's arrival ends a vacancy."""
        return self.add(person.post, person.role)

    def correct(self, person):
        return reverse("space_correct", args=[person.pk])

    def settle(self, person):
        return reverse("space")

    def verify(self, post):
        return reverse("space_contacts")

    def complete(self, post):
        return reverse("space_post")


@dataclass(frozen=True)
class Columns:
    """Columns that one app fills, in a number of queries that does not depend on the posts'.

    `headings()` names them; `cells(posts, acts)` gives, by a post's primary key, a `Cell` of each.
    """

    headings: Callable
    cells: Callable


@dataclass(frozen=True)
class GridLine:
    """A post, and its cells in the order of the headings."""

    post: Post
    headings: list[str]
    cells: list[Cell]

    @property
    def headed_cells(self):
        return list(zip(self.headings, self.cells, strict=True))


@dataclass(frozen=True)
class ZoneLines:
    """The lines of a zone."""

    zone: object
    lines: list[GridLine]

    @property
    def counts(self):
        """How many lines are green, column by column: « 12 sur 17 »."""
        columns = zip(*(line.cells for line in self.lines), strict=True)
        return [f"{sum(cell.is_ok for cell in c)} sur {len(self.lines)}" for c in columns]
