"""What the Atlas answers to a visitor's text: French authorities, partner territories.

Exact names only decide; a name that merely begins or resembles is offered after the rest.
"""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, Value
from django.urls import reverse

from correspondents.finder import Hit, holding
from correspondents.gazetteer import phrases

from .models import ForeignAuthority, LocalAuthority, Partnership

MOST = 12
BIGGEST_FIRST = F("population").desc(nulls_last=True)


def authority_hit(authority):
    """One answer: what the authority has become, when it was merged."""
    current = authority.current
    detail = ", ".join(filter(None, [current.get_type_display(), current.where]))
    label = current.name
    if current.pk != authority.pk:
        label = f"{current.name} (anciennement {authority.name})"
    return Hit("authority", label, detail, reverse("authority_detail", args=[current.code]))


def territory_hit(territory):
    return Hit("territory", territory.name, territory.country.name, territory.get_absolute_url())


def authorities_named(normalised):
    """Hits for the French authorities that bear the longest run of the text as a name."""
    for run in phrases(normalised):
        named = Q(name_norm=run) | Q(names__name_norm=run)
        rows = LocalAuthority.objects.with_parents().filter(named).distinct()
        if found := list(rows.order_by(BIGGEST_FIRST, "pk")[:MOST]):
            return list(dict.fromkeys(authority_hit(authority) for authority in found))
    return []


def territories_named(normalised):
    """Hits for the places of published partnerships that bear the longest run as a name."""
    working = Partnership.objects.published()
    for run in phrases(normalised):
        named = Q(name_norm=run) | Q(names__name_norm=run)
        rows = ForeignAuthority.objects.standing().with_country().filter(named)
        rows = rows.filter(Q(pk__in=working.values("partner")) | members_of(working)).distinct()
        if found := list(rows[:MOST]):
            return [territory_hit(territory) for territory in found]
    return []


def members_of(partnerships):
    """The condition that a foreign authority takes part in one of these beside the lead."""
    return Q(memberships__partnership__in=partnerships)


def authorities_like(normalised, limit=5):
    """Hits for French authorities whose name holds the words, else resembles the text."""
    words = normalised.split()
    rows = LocalAuthority.objects.with_parents()
    if not words or max(map(len, words)) < 4:
        return []
    found = list(rows.filter(holding(words)).order_by(BIGGEST_FIRST, "pk")[:limit])
    if not found:
        like = TrigramSimilarity("name_norm", Value(normalised))
        rows = rows.filter(name_norm__trigram_similar=normalised).annotate(likeness=like)
        rows = rows.filter(likeness__gte=0.5)
        found = list(rows.order_by("-likeness", BIGGEST_FIRST, "pk")[:limit])
    return list(dict.fromkeys(authority_hit(authority) for authority in found))


def suggest_authorities(normalised, limit=3):
    """The biggest authorities of today whose name begins so."""
    if len(normalised) < 3:
        return []
    rows = LocalAuthority.objects.existing().with_parents()
    rows = rows.filter(name_norm__startswith=normalised).order_by(BIGGEST_FIRST, "pk")
    return [authority_hit(authority) for authority in rows[:limit]]
