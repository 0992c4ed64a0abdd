"""The answers of the Atlas to a visitor's text: French authorities, partner territories.

Exact names only decide; a name that merely begins or resembles is offered after the rest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from atlas.imports.authorities import TITLED
from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.finder.find import holding
from correspondents.finder.gazetteer import phrases
from correspondents.finder.misspellings import is_slip, looser_trigrams, nearest_first
from correspondents.finder.results import Hit

MOST, FEW = 12, 5
ARTICLES = ["le", "la", "les", "l"]
Type = LocalAuthority.Type
KINDS = {
    "regional": TITLED["conseil regional"],
    "region": TITLED["region"],
    "departemental": TITLED["conseil departemental"],
    "departement": TITLED["departement"],
}
# A SIRET, a SIREN, the INSEE code of a commune or of a département: « CD 35 » is the latter.
CODE = re.compile(
    r"(CD|DEPT|DEPARTEMENT|CONSEILDEPARTEMENTAL)?"
    r"(?P<number>\d{14}|\d{9}|\d[\dAB]\d{3}|\d[\dAB]|97\d)"
)


def authority_hit(authority: LocalAuthority) -> Hit:
    """One answer: the authority, or its successor when it was merged."""
    current = authority.current
    label = current.name
    if current.pk != authority.pk:
        label = f"{current.name} (anciennement {authority.name})"
    address, population = current.get_absolute_url(), current.population or 0
    return Hit("authority", label, current.kind_and_place, address, population)


def territory_hit(territory: ForeignAuthority) -> Hit:
    detail = f"{territory.country.name}, ses partenariats"
    address = territory.get_absolute_url()
    return Hit("territory", territory.name, detail, address, iso2=territory.country_id)


def authorities_by_name(normalised: str, longer_than: int = 0) -> list[Hit]:
    """Hits for the French authorities named by the longest run of the text, or by its article left
    out: « Havre » is Le Havre. The run has so many letters at least.

    « Conseil régional de Bretagne » is no commune.
    """
    runs = [run for run in phrases(normalised) if len(run) >= longer_than]
    rows = LocalAuthority.objects.all()
    articled = [f"{article} {run}" for run in runs for article in ARTICLES]
    names = named_by(rows, [*runs, *articled])
    named = rows.filter(pk__in=first_of(runs, names) | first_of(articled, names))
    titles = KINDS.keys() & set(normalised.split())
    if titles:
        titled = named.filter(type__in=[kind for title in titles for kind in KINDS[title]])
        named = titled if titled.exists() else named
    return hits_of(named.with_parents().biggest_first()[:MOST])


def authorities_by_code(normalised: str) -> list[Hit]:
    """Hits for the French authority of a SIREN, of the SIRET of one of its offices, of the INSEE
    code of a commune or of a département, blanks apart; the code of a region is that of a
    département too."""
    code = CODE.fullmatch("".join(normalised.split()).upper())
    if not code:
        return []
    owners = LocalAuthority.objects.with_parents().filter(
        Q(siren=code["number"][:9]) | (Q(insee=code["number"]) & ~Q(type=Type.REGION))
    )
    return hits_of(owners.biggest_first()[:MOST])


def territories_by_name(normalised: str) -> list[Hit]:
    """Hits for the places of published partnerships named by the longest run of the text."""
    working = Partnership.objects.published()
    rows = ForeignAuthority.objects.standing()
    rows = rows.filter(Q(pk__in=working.values("partner")) | members_of(working))
    territories = ForeignAuthority.objects.filter(pk__in=bearing(rows, phrases(normalised)))
    return [territory_hit(territory) for territory in territories.with_country()[:MOST]]


def bearing(rows: QuerySet, runs: list[str]) -> set[int]:
    """The keys of the rows named by the first of the runs that is a name, in one query."""
    return first_of(runs, named_by(rows, runs))


def named_by(rows: QuerySet, runs: list[str]) -> dict[str, set[int]]:
    """{run: the keys of the rows that it names}, by their own name or another, in one query."""
    own = rows.filter(name_norm__in=runs).order_by().values_list("name_norm", "pk")
    other = rows.filter(names__name_norm__in=runs).order_by()
    keys: dict[str, set[int]] = defaultdict(set)
    for run, pk in own.union(other.values_list("names__name_norm", "pk")):
        keys[run].add(pk)
    return keys


def first_of(runs: list[str], keys: dict[str, set[int]]) -> set[int]:
    """The keys of the first of the runs that is a name."""
    return next((keys[run] for run in runs if run in keys), set())


def hits_of(authorities: Iterable[LocalAuthority]) -> list[Hit]:
    """The hits, each once: two communes merged into one lead to it."""
    return list(dict.fromkeys(map(authority_hit, authorities)))


def members_of(partnerships: QuerySet[Partnership]) -> Q:
    """The condition that a foreign authority is a member of one of these partnerships."""
    return Q(memberships__partnership__in=partnerships)


def authorities_holding(normalised: str) -> list[Hit]:
    """Hits for the French authorities whose name holds the words."""
    words = normalised.split()
    if not words or max(map(len, words)) < 4:
        return []
    rows = LocalAuthority.objects.with_parents().filter(holding(words))
    return hits_of(rows.biggest_first()[:FEW])


def authorities_like(normalised: str) -> list[Hit]:
    """Hits for the French authorities of whose name, or its part after the article, the text is a
    slip away."""
    with looser_trigrams():
        rows = list(nearest_first(LocalAuthority.objects.with_parents(), normalised))
    near = [row for row in rows if is_slip(normalised, without_article(row.name_norm))]
    near += [row for row in rows if row not in near and is_slip(normalised, row.name_norm)]
    return hits_of(sorted(near, key=lambda row: -(row.population or 0))[:FEW])


def without_article(name: str) -> str:
    article, _, rest = name.partition(" ")
    return rest if rest and article in ARTICLES else name


def suggest_authorities(normalised: str, limit: int = 3) -> list[Hit]:
    """The biggest authorities of today whose name begins so."""
    if len(normalised) < 3:
        return []
    rows = LocalAuthority.objects.existing().with_parents()
    rows = rows.filter(name_norm__startswith=normalised).biggest_first()
    return [authority_hit(authority) for authority in rows[:limit]]
