"""The other French authorities that a dossier meets: for the delegation and posts, never public.

The radar of the Atlas counts partnerships; a dossier is not one until it is decided. Its own
authorities work at its place, and in all that contains that place, as those of a partnership do.
"""

from collections import defaultdict
from dataclasses import dataclass

from atlas.coordination.radar import at_work
from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from projects.models import Application


@dataclass(frozen=True)
class Encounter:
    """A territory, the dossiers there or inside, the other authorities that work there."""

    territory: ForeignAuthority
    dossiers: list
    others: list

    @property
    def authorities(self):
        """The keys of all the authorities there, those of the dossiers included."""
        return {other.pk for other in self.others} | _keys(self.dossiers)


def encounters(user, territories=None):
    """The encounters that the account may see, the busiest first, within `territories`.

    As many queries whatever the dossiers: one more for each level of what contains a place.
    """
    there = _by_territory(_dossiers(user))
    shown = ForeignAuthority.objects.all() if territories is None else territories
    places = shown.filter(pk__in=there).with_country().in_bulk() if there else {}
    working = at_work(Partnership.objects.visible_to(user), places) if places else {}
    names = {pk: working.get(pk, frozenset()) | _keys(there[pk]) for pk in places}
    met = [pk for pk in places if any(names[pk] - _keys([one]) for one in there[pk])]
    nearest = _nearest(met, there, names, places)
    authorities = LocalAuthority.objects.in_bulk({key for pk in nearest for key in names[pk]})
    meetings = [
        Encounter(places[pk], there[pk], _by_name(authorities, names[pk] - _keys(there[pk])))
        for pk in nearest
    ]
    return sorted(
        meetings, key=lambda one: (-len(names[one.territory.pk]), one.territory.name_norm)
    )


def _dossiers(user):
    rows = Application.objects.visible_to(user).standing().undecided()
    rows = rows.select_related("call", "lead", "partner", "territory")
    return rows.prefetch_related("other_authorities").order_by("reference", "pk")


def _keys(dossiers):
    """The keys of their French authorities."""
    return {authority.pk for dossier in dossiers for authority in dossier.authorities}


def _by_territory(dossiers):
    """{territory: the dossiers at it or inside}, the territory being a place or a container."""
    by_territory, layer = defaultdict(list), {}
    for dossier in dossiers:
        layer.setdefault(dossier.place, []).append(dossier)
    while layer:  # four levels at most
        above, parents = defaultdict(list), {place.parent_id for place in layer}
        territories = ForeignAuthority.objects.in_bulk(parents - {None})
        for place, there in layer.items():
            by_territory[place.pk] += [one for one in there if one not in by_territory[place.pk]]
            if place.parent_id:
                above[territories[place.parent_id]] += there
        layer = above
    return by_territory


def _nearest(met, there, names, places):
    """Leave out the territories that add no authority and no dossier to one inside them."""
    meetings = {(pk, frozenset(names[pk]), frozenset(there[pk])) for pk in met}
    repeated = {
        pk
        for child in met
        if (pk := places[child].parent_id)
        if (pk, frozenset(names[child]), frozenset(there[child])) in meetings
    }
    return [pk for pk in met if pk not in repeated]


def _by_name(rows, keys):
    return sorted((rows[key] for key in keys), key=lambda authority: authority.name_norm)
