"""What the Atlas answers to a visitor's text: French authorities, partner territories.

Exact names only decide; a name that merely begins or resembles is offered after the rest.
"""

from collections import defaultdict

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, Value

from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.finder.find import Hit, holding
from correspondents.finder.gazetteer import phrases

MOST = 12


def authority_hit(authority):
    """One answer: what the authority has become, when it was merged."""
    current = authority.current
    label = current.name
    if current.pk != authority.pk:
        label = f"{current.name} (anciennement {authority.name})"
    return Hit("authority", label, current.kind_and_place, current.get_absolute_url())


def territory_hit(territory):
    return Hit("territory", territory.name, territory.country.name, territory.get_absolute_url())


def authorities_named(normalised):
    """Hits for the French authorities that bear the longest run of the text as a name."""
    rows = bearing(LocalAuthority.objects.all(), phrases(normalised))
    return hits_of(rows.with_parents().biggest_first()[:MOST])


def territories_named(normalised):
    """Hits for the places of published partnerships that bear the longest run as a name."""
    working = Partnership.objects.published()
    rows = ForeignAuthority.objects.standing()
    rows = rows.filter(Q(pk__in=working.values("partner")) | members_of(working))
    found = bearing(rows, phrases(normalised)).with_country()
    return [territory_hit(territory) for territory in found[:MOST]]


def bearing(rows, runs):
    """Those of the queryset that bear the first of the runs that anybody bears: one query.

    An authority bears its own name and its other names.
    """
    own = rows.filter(name_norm__in=runs).order_by().values_list("name_norm", "pk")
    other = rows.filter(names__name_norm__in=runs).order_by()
    keys = defaultdict(set)
    for run, pk in own.union(other.values_list("names__name_norm", "pk")):
        keys[run].add(pk)
    return rows.model.objects.filter(pk__in=next((keys[run] for run in runs if run in keys), ()))


def hits_of(authorities):
    """The hits, each once: two communes merged into one lead to it."""
    return list(dict.fromkeys(map(authority_hit, authorities)))


def members_of(partnerships):
    """The condition that a foreign authority takes part in one of these beside the lead."""
    return Q(memberships__partnership__in=partnerships)


def authorities_like(normalised, limit=5):
    """Hits for French authorities whose name holds the words, else resembles the text."""
    words = normalised.split()
    rows = LocalAuthority.objects.with_parents()
    if not words or max(map(len, words)) < 4:
        return []
    found = list(rows.filter(holding(words)).biggest_first()[:limit])
    if not found:
        like = TrigramSimilarity("name_norm", Value(normalised))
        rows = rows.filter(name_norm__trigram_similar=normalised).annotate(likeness=like)
        rows = rows.filter(likeness__gte=0.5)
        found = list(rows.biggest_first("-likeness")[:limit])
    return hits_of(found)


def suggest_authorities(normalised, limit=3):
    """The biggest authorities of today whose name begins so."""
    if len(normalised) < 3:
        return []
    rows = LocalAuthority.objects.existing().with_parents()
    rows = rows.filter(name_norm__startswith=normalised).biggest_first()
    return [authority_hit(authority) for authority in rows[:limit]]
