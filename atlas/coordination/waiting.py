"""The signals that wait for somebody: neither dismissed nor followed by a note.

What was written settles a signal for the authorities then known: a newcomer brings it back.
"""

from collections import defaultdict

from atlas.models import CoordinationNote, Dismissal, ForeignAuthority, Partnership
from correspondents.records.cache import cached_until_written

from .radar import groups


def shared(user):
    """The groups that the account may see, the busiest first."""
    if user.is_delegation:
        # The same for all of its staff.
        return cached_until_written("radar-delegation", lambda: _shared(user), {"inventory"})
    return _shared(user)


def _shared(user):
    return groups(seen_by(user), ForeignAuthority.objects.visible_to(user))


def seen_by(user):
    return Partnership.objects.visible_to(user)


def waiting(user, known=None):
    """The groups of which nothing written tells all the authorities: at most four queries.

    `known` is what `known_to` says, for whoever has read it already.
    """
    known = known_to(user) if known is None else known
    territories = ForeignAuthority.objects.visible_to(user).filter(pk__in=known)
    settled = {
        group.territory
        for group in (groups(seen_by(user), territories, with_authorities=True) if known else [])
        if group.authorities <= known[group.territory]
    }
    return [group for group in shared(user) if group.territory not in settled]


def known_to(user):
    """{territory: the authorities known when something was written of it}, in two queries."""
    written = [
        Dismissal.objects.felt_by(user),
        CoordinationNote.objects.visible_to(user).filter(territory__isnull=False),
    ]
    authorities = defaultdict(set)
    for rows in written:
        for territory, known in rows.order_by().values_list("territory", "known"):
            authorities[territory].update(known)
    return authorities


def authorities_at(territory, user):
    """The keys of the authorities that work at a territory, as far as the account sees."""
    place = ForeignAuthority.objects.filter(pk=territory.pk)
    found = groups(seen_by(user), place, with_authorities=True)
    return found[0].authorities if found else frozenset()
