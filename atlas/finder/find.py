"""The answers of the Atlas to a visitor's text: French authorities, partner territories.

Exact names only decide; a name that merely begins or resembles is offered after the rest.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.finder.find import Hit, holding
from correspondents.finder.gazetteer import phrases

MOST = 12


def authority_hit(authority: LocalAuthority) -> Hit:
    """One answer: the authority, or its successor when it was merged."""
    current = authority.current
    label = current.name
    if current.pk != authority.pk:
        label = f"{current.name} (anciennement {authority.name})"
    return Hit("authority", label, current.kind_and_place, current.get_absolute_url())


def territory_hit(territory: ForeignAuthority) -> Hit:
    return Hit("territory", territory.name, territory.country.name, territory.get_absolute_url())


def authorities_by_name(normalised: str) -> list[Hit]:
    """Hits for the French authorities named by the longest run of the text."""
    keys = bearing(LocalAuthority.objects.all(), phrases(normalised))
    return hits_of(LocalAuthority.objects.filter(pk__in=keys).with_parents().biggest_first()[:MOST])


def territories_by_name(normalised: str) -> list[Hit]:
    """Hits for the places of published partnerships named by the longest run of the text."""
    working = Partnership.objects.published()
    rows = ForeignAuthority.objects.standing()
    rows = rows.filter(Q(pk__in=working.values("partner")) | members_of(working))
    territories = ForeignAuthority.objects.filter(pk__in=bearing(rows, phrases(normalised)))
    return [territory_hit(territory) for territory in territories.with_country()[:MOST]]


def bearing(rows: QuerySet, runs: list[str]) -> set[int]:
    """The keys of the rows named by the first of the runs that is a name, in one query.

    An authority has its own name and its other names.
    """
    own = rows.filter(name_norm__in=runs).order_by().values_list("name_norm", "pk")
    other = rows.filter(names__name_norm__in=runs).order_by()
    keys: dict[str, set[int]] = defaultdict(set)
    for run, pk in own.union(other.values_list("names__name_norm", "pk")):
        keys[run].add(pk)
    return next((keys[run] for run in runs if run in keys), set())


def hits_of(authorities: Iterable[LocalAuthority]) -> list[Hit]:
    """The hits, each once: two communes merged into one lead to it."""
    return list(dict.fromkeys(map(authority_hit, authorities)))


def members_of(partnerships: QuerySet[Partnership]) -> Q:
    """The condition that a foreign authority is a member of one of these partnerships."""
    return Q(memberships__partnership__in=partnerships)


def authorities_like(normalised: str, limit: int = 5) -> list[Hit]:
    """Hits for French authorities whose name holds the words, else resembles the text."""
    words = normalised.split()
    rows = LocalAuthority.objects.with_parents()
    if not words or max(map(len, words)) < 4:
        return []
    authorities = list(rows.filter(holding(words)).biggest_first()[:limit])
    if not authorities:
        like = TrigramSimilarity("name_norm", normalised)
        rows = rows.filter(name_norm__trigram_similar=normalised).annotate(likeness=like)
        rows = rows.filter(likeness__gte=0.5)
        authorities = list(rows.biggest_first("-likeness")[:limit])
    return hits_of(authorities)


def suggest_authorities(normalised: str, limit: int = 3) -> list[Hit]:
    """The biggest authorities of today whose name begins so."""
    if len(normalised) < 3:
        return []
    rows = LocalAuthority.objects.existing().with_parents()
    rows = rows.filter(name_norm__startswith=normalised).biggest_first()
    return [authority_hit(authority) for authority in rows[:limit]]
