"""The signals that wait for somebody: neither dismissed nor followed by a note.

What was written settles a signal for the authorities then known: a newcomer brings it back.
"""

from collections import defaultdict

from atlas.models import CoordinationNote, Dismissal, ForeignAuthority, Partnership
from correspondents.records.cache import cached_until_written

from .radar import shared_territories


def shared(user):
    """The shared territories that the account may see, the busiest first."""
    partnerships = Partnership.objects.visible_to(user)
    territories = ForeignAuthority.objects.visible_to(user)
    if not user.is_delegation:
        return shared_territories(partnerships, territories)
    return cached_until_written(  # the same for all of its staff
        "radar-delegation", lambda: shared_territories(partnerships, territories), {"inventory"}
    )


def waiting(user, authorities=None):
    """Those that no note or dismissal settles for all their authorities: at most four queries.

    `authorities` is the result of `known_to`, when it is read already.
    """
    authorities = known_to(user) if authorities is None else authorities
    settled = set()
    if authorities:
        places = ForeignAuthority.objects.visible_to(user).filter(pk__in=authorities)
        rows = with_authorities(user, places)
        settled = {row.territory for row in rows if row.authorities <= authorities[row.territory]}
    return [row for row in shared(user) if row.territory not in settled]


def known_to(user):
    """{territory: the authorities known when something was written of it}, in two queries."""
    written = [
        Dismissal.objects.felt_by(user),
        CoordinationNote.objects.visible_to(user).filter(territory__isnull=False),
    ]
    authorities = defaultdict(set)
    for rows in written:
        for territory, keys in rows.order_by().values_list("territory", "known"):
            authorities[territory].update(keys)
    return authorities


def authorities_at(territory, user):
    """The keys of the authorities that work at a territory, as far as the account sees."""
    place = ForeignAuthority.objects.filter(pk=territory.pk)
    rows = with_authorities(user, place)
    return rows[0].authorities if rows else frozenset()


def with_authorities(user, places):
    """The shared territories among these places, with the keys of their authorities."""
    partnerships = Partnership.objects.visible_to(user)
    return shared_territories(partnerships, places, with_authorities=True)
