"""The changes between two states of the list: all of them for the staff, some for the public.

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

    post: Post
    before: str
    after: str


@dataclass(frozen=True)
class Move:
    """Somebody whose role or rank changed at the same post."""

    before: Correspondent
    after: Correspondent


@dataclass(frozen=True)
class PublicPlace:
    """A role at a post that somebody took or left; `name` only when it is public today."""

    post: Post
    title: str
    scope: str
    name: str = ""


@dataclass(frozen=True)
class ListChanges:
    """From one state to the other; people and posts are as they were in the state they are from.

    Arrivals and departures are PublicPlaces in what the public reads.
    """

    arrivals: list[Correspondent] | list[PublicPlace]
    departures: list[Correspondent] | list[PublicPlace]
    moves: list[Move]
    fields: list[tuple[str, int]]
    opened: list[PostChange]
    closed: list[PostChange]
    otherwise: list[PostChange]

    @property
    def posts(self):
        return self.opened + self.closed + self.otherwise

    @property
    def is_empty(self):
        return not any(vars(self).values())


def changes(before, after):
    """The changes that the staff read: everybody in office, at every post."""
    pairs, departures, arrivals = _matched(_held(before.people), _held(after.people))
    fields = Counter(name for pair in pairs for name in _differences(*pair))
    labels = {field.name: str(field.verbose_name) for field in Correspondent._meta.fields}
    return ListChanges(
        arrivals=arrivals,
        departures=departures,
        moves=[Move(*pair) for pair in pairs if PLACE & set(_differences(*pair))],
        fields=[(labels[name], fields[name]) for name in FOLLOWED if fields[name]],
        **_post_changes(before.posts, after.posts),
    )


def public_changes(before, after):
    """The changes that the public reads, of the places that it could see. One query more.

    When a post is suspended its people are no longer shown, but they have not left. An arrival is
    named when the page of the post names the same person in the same place now.
    """
    whole = changes(before, after)
    arrivals = [person for person in whole.arrivals if person.post.is_working]
    departures = [person for person in whole.departures if person.post.is_working]
    now = Correspondent.objects.published().with_post().in_bulk([p.pk for p in arrivals])
    return replace(
        whole,
        arrivals=[_place(person, _name_today(person, now.get(person.pk))) for person in arrivals],
        departures=[_place(person) for person in departures],
    )


def public_list(state):
    """The PublicPlaces of those whom a visitor could see then, as arrivals are named. One query."""
    people = state.published
    now = Correspondent.objects.published().with_post().in_bulk([p.pk for p in people])
    return [_place(person, _name_today(person, now.get(person.pk))) for person in people]


def _held(people):
    return [person for person in people if not person.is_vacant]


def _matched(before, after):
    """The people of both states as pairs, then those of the first only, then of the second only.

    The same entry at the same post first, so that a corrected spelling is no arrival; then the
    same name in the same role, for an entry that was made anew.
    """
    matches = []
    for key in (lambda p: (p.pk, p.post_id), _identity):
        waiting = {key(person): person for person in before}
        pairs = [(waiting.pop(key(person), None), person) for person in after]
        matches += [pair for pair in pairs if pair[0]]
        matched = {id(old) for old, _ in pairs if old}
        before = [person for person in before if id(person) not in matched]
        after = [new for old, new in pairs if not old]
    return matches, before, after


def _identity(person):
    called = person.name_norm.strip() or person.email.lower() or person.function
    return (person.post_id, person.role, called)


def _differences(old, new):
    return [name for name in FOLLOWED if getattr(old, name) != getattr(new, name)]


def _post_changes(before, after):
    by_kind = {"opened": [], "closed": [], "otherwise": []}
    for post in sorted((before | after).values(), key=post_order):
        old, new = before.get(post.pk), after.get(post.pk)
        if old and new and old.status == new.status:
            continue
        situations = [state.get_status_display() if state else "" for state in (old, new)]
        by_kind[_kind(old and old.is_working, new and new.is_working)].append(
            PostChange(post, *situations)
        )
    return by_kind


def _kind(worked, works):
    if bool(worked) == bool(works):
        return "otherwise"
    return "opened" if works else "closed"


def _place(person, name=""):
    return PublicPlace(person.post, TITLES[person.role], person.scope, name)


def _name_today(then, now):
    if not now or _identity(now) != _identity(then):
        return ""
    return publish(now).name
