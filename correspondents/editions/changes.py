"""What changed between two states of the list: for the staff whole, and what the public may read.

The public is told of an arrival by its name only when that name is public today, and of a
departure never by a name.
"""

from collections import Counter
from dataclasses import dataclass, replace

from correspondents.directory.publication import TITLES, publish
from correspondents.models import Correspondent, Post
from correspondents.models.person_fields import names

from .as_of import post_order

# What a person may have changed in place; values are never told, only how often.
FOLLOWED = names(followed=True)
PLACE = {"role", "rank"}


@dataclass(frozen=True)
class PostChange:
    """A post whose situation changed; `before` and `after` are its situations, "" for none."""

    kind: str
    post: Post
    before: str
    after: str


@dataclass(frozen=True)
class Move:
    """Somebody whose role or rank changed at the same post."""

    before: Correspondent
    after: Correspondent


@dataclass(frozen=True)
class Changes:
    """From one state to the other; people and posts are as they were in the state they are from."""

    arrivals: list[Correspondent]
    departures: list[Correspondent]
    moves: list[Move]
    fields: list[tuple[str, int]]
    posts: list[PostChange]

    @property
    def is_empty(self):
        return not (self.arrivals or self.departures or self.moves or self.fields or self.posts)

    def posts_of(self, kind):
        return [change for change in self.posts if change.kind == kind]

    @property
    def opened(self):
        return self.posts_of("opened")

    @property
    def closed(self):
        return self.posts_of("closed")

    @property
    def otherwise(self):
        return self.posts_of("otherwise")


def changes(before, after):
    """What the staff read: everybody in office, at every post."""
    kept, departures, arrivals = _matched(_held(before.people), _held(after.people))
    fields = Counter(name for pair in kept for name in _differences(*pair))
    labels = {field.name: str(field.verbose_name) for field in Correspondent._meta.fields}
    return Changes(
        arrivals=arrivals,
        departures=departures,
        moves=[Move(*pair) for pair in kept if PLACE & set(_differences(*pair))],
        fields=[(labels[name], fields[name]) for name in FOLLOWED if fields[name]],
        posts=list(_post_changes(before.posts, after.posts)),
    )


def public_changes(before, after):
    """What concerns the public: who took or left a place that it could see.

    When a post is suspended its people are no longer shown, but they have not left.
    """
    found = changes(before, after)
    return replace(
        found,
        arrivals=[person for person in found.arrivals if person.post.is_working],
        departures=[person for person in found.departures if person.post.is_working],
    )


def _held(people):
    return [person for person in people if not person.is_vacant]


def _matched(before, after):
    """The people of both states as pairs, then those of the first only, then of the second only.

    The same entry at the same post first, so that a corrected spelling is no arrival; then the
    same name in the same role, for an entry that was made anew.
    """
    kept = []
    for key in (lambda p: (p.pk, p.post_id), _identity):
        waiting = {key(person): person for person in before}
        pairs = [(waiting.pop(key(person), None), person) for person in after]
        kept += [pair for pair in pairs if pair[0]]
        gone = {id(old) for old, _ in pairs if old}
        before = [person for person in before if id(person) not in gone]
        after = [new for old, new in pairs if not old]
    return kept, before, after


def _identity(person):
    called = person.name_norm.strip() or person.email.lower() or person.function
    return (person.post_id, person.role, called)


def _differences(old, new):
    return [name for name in FOLLOWED if getattr(old, name) != getattr(new, name)]


def _post_changes(before, after):
    for post in sorted((before | after).values(), key=post_order):
        old, new = before.get(post.pk), after.get(post.pk)
        if old and new and old.status == new.status:
            continue
        yield PostChange(
            kind=_kind(bool(old and old.is_working), bool(new and new.is_working)),
            post=post,
            before=old.get_status_display() if old else "",
            after=new.get_status_display() if new else "",
        )


def _kind(worked, works):
    if worked == works:
        return "otherwise"
    return "opened" if works else "closed"


@dataclass(frozen=True)
class PublicPlace:
    """A role at a post that somebody took or left; `name` only when it is public today."""

    post: Post
    title: str
    scope: str
    name: str = ""


def public_arrivals(arrivals):
    """Each arrival, named when the page of the post names the same person in the same place now.

    One query. Who has left since, or whose name is no longer public, is in it without a name.
    """
    now = Correspondent.objects.published().with_post().in_bulk([p.pk for p in arrivals])
    return [PublicPlace(*_place(p), name=_name_today(p, now.get(p.pk))) for p in arrivals]


def public_departures(departures):
    """Roles at posts: who leaves is not named."""
    return [PublicPlace(*_place(person)) for person in departures]


def _place(person):
    return person.post, TITLES[person.role], person.scope


def _name_today(then, now):
    if not now or _identity(now) != _identity(then):
        return ""
    return publish(now).name
