"""The authorities at work at a place and around it, shown before an addition."""

from dataclasses import dataclass

from atlas.models import ForeignAuthority, Partnership

from .radar import Signal, signals
from .words import at, authorities, within


@dataclass(frozen=True)
class Neighbours:
    """The French authorities at a place or inside it, and those of its container.

    `container` is the territory around, None when the place is in none; both lists by name.
    `signal` is what the radar says of the place, None when nobody works there.
    """

    place: ForeignAuthority
    at_place: list
    container: ForeignAuthority | None
    around: list
    signal: Signal | None = None

    @property
    def around_in_words(self):
        return within(self.container)


def neighbours(place, authority=None, partnerships=None):
    """The other authorities at this place and around, `authority` left out: six queries at most.

    Those that anybody may see, unless staff give the partnerships that they may see.
    """
    return neighbours_of([place], partnerships, authority)[place.pk]


def neighbours_of(places, partnerships=None, authority=None):
    """{key of a place: Neighbours}, in as many queries whatever the places: parents are read."""
    if partnerships is None:
        partnerships = Partnership.objects.published()
    keys = dict.fromkeys(key for place in places for key in (place.pk, place.parent_id) if key)
    by_place = {signal.territory.pk: signal for signal in signals(list(keys), partnerships)}
    left_out = {authority} if authority else set()
    return {place.pk: near(place, by_place, left_out) for place in places}


def near(place, by_place, left_out):
    """The Neighbours of a place, by the signals of its key and of its parent's."""
    at_place = others(by_place.get(place.pk), left_out)
    around = others(by_place.get(place.parent_id), left_out | set(at_place))
    return Neighbours(place, at_place, place.parent, around, by_place.get(place.pk))


def others(signal, left_out):
    """The authorities of a signal, which may be None, by name."""
    authorities = set(signal.authorities if signal else []) - left_out
    return sorted(authorities, key=lambda authority: (authority.name_norm, authority.pk))


def warning(place, authority=None, partnerships=None):
    """« 2 autres collectivités françaises travaillent à Saint-Louis »; around when none is there.

    "" when nobody works there nor around.
    """
    neighbour = neighbours(place, authority, partnerships)
    if neighbour.at_place:
        return sentence(neighbour.at_place, at(place), authority)
    if neighbour.around:
        return sentence(neighbour.around, within(neighbour.container), authority)
    return ""


def sentence(rows, where, authority):
    verb = "travaillent" if len(rows) > 1 else "travaille"
    return f"{authorities(len(rows), other=authority is not None)} {verb} {where}"
