"""The answers of the Atlas to a visitor's text: French authorities, partner territories.

Exact names only decide; a name that merely begins or resembles is offered after the rest.
"""

import re
from collections.abc import Container

from django.db.models import Q, QuerySet, prefetch_related_objects

from atlas.imports.authorities import TITLED
from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.finder.doubts import FAR_BIGGER
from correspondents.finder.names import NEARER, longest, matching, read, whole
from correspondents.finder.places import OWN_NAME
from correspondents.finder.results import Hit
from correspondents.models import SearchName

from .authorities import biggest

MOST, FEW = 12, 5
ARTICLES = ["le", "la", "les", "l"]
Type = LocalAuthority.Type
KINDS = {
    "regional": TITLED["conseil regional"],
    "region": TITLED["region"],
    "departemental": TITLED["conseil departemental"],
    "departement": TITLED["departement"],
    "communaute": [Type.EPCI],
    "metropole": [Type.METROPOLE],
}
SHOWN = "type name siren local_code population successor region__name department__name".split()
# A SIRET, a SIREN, the INSEE code of a commune or of a département: « CD 35 » is the latter.
CODE = re.compile(
    r"(CD|DEPT|DEPARTEMENT|CONSEILDEPARTEMENTAL)?"
    r"(?P<number>\d{14}|\d{9}|\d[\dAB]\d{3}|\d[\dAB]|9[78]\d)"
)


def authority_hit(authority: LocalAuthority, is_own_name: bool = True) -> Hit:
    """One answer: the authority, or its successor when it was merged; it counts less under another
    name than that of today."""
    current = authority.current
    label = current.name
    if current.pk != authority.pk:
        label = f"{current.name} (anciennement {authority.name})"
        is_own_name = False
    address, population = current.get_absolute_url(), current.population or 0
    weight = population * NEARER * (OWN_NAME if is_own_name else 1)
    return Hit("authority", label, current.kind_and_place, address, population, weight=weight)


def territory_hit(territory: ForeignAuthority) -> Hit:
    detail = f"{territory.country.name}, ses partenariats"
    address = territory.get_absolute_url()
    return Hit("territory", territory.name, detail, address, iso2=territory.country_id)


def authorities_by_name(rows: list[SearchName], normalised: str, longer_than: int = 0) -> list[Hit]:
    """Hits for the French authorities of the longest name among the rows, which has so many letters
    at least.

    « Conseil régional de Bretagne » is no commune; « Puy en Velay » is no « CA du Puy-en-Velay ».
    """
    named = longest(row for row in rows if row.kind == "authority")
    kinds = {kind for title in KINDS.keys() & set(normalised.split()) for kind in KINDS[title]}
    titled = [row for row in named if row.detail in kinds]
    rows = [row for row in titled or proper_names(named) if len(row.text) >= longer_than]
    own = {row.key for row in rows if row.name == row.main}
    keys = {row.key for row in rows}
    return authorities_of(keys, others={int(key) for key in keys - own})


def proper_names(rows: list[SearchName]) -> list[SearchName]:
    """The rows but those of an intercommunalité without its kind, unless it is far bigger than all
    that bear the name: « Perche »."""
    proper = [row for row in rows if row.is_shown or row.detail != Type.EPCI]
    biggest = max((row.size for row in proper), default=0)
    return [row for row in rows if row in proper or row.size > FAR_BIGGER * biggest]


def keys_of(kind: str, rows: list[SearchName]) -> set[int]:
    """The keys of the longest name of this kind among the rows."""
    return {int(row.key) for row in longest(row for row in rows if row.kind == kind)}


def authorities_by_code(rows: list[SearchName], normalised: str) -> list[Hit]:
    """Hits for the French authorities of a SIREN, of the SIRET of one of its offices, of the INSEE
    code of a commune or of a département, blanks apart, or of a postal code, among the rows; the
    code of a region is that of a département too."""
    code = CODE.fullmatch("".join(normalised.split()).upper())
    if not code:
        return []
    insee = Q(insee=code["number"]) & ~Q(type=Type.REGION)
    postal = Q(pk__in=keys_of("authority", rows))
    return shown(Q(siren=code["number"][:9]) | insee | postal, MOST)


def territories_by_name(rows: list[SearchName]) -> list[Hit]:
    """Hits for the places of published partnerships that have the longest name among the rows."""
    keys = keys_of("partner", rows)
    if not keys:
        return []
    working = Partnership.objects.published()
    standing = ForeignAuthority.objects.standing().filter(pk__in=keys)
    shown = standing.filter(Q(pk__in=working.values("partner")) | members_of(working))
    return [territory_hit(territory) for territory in shown.distinct().with_country()[:MOST]]


def members_of(partnerships: QuerySet[Partnership]) -> Q:
    """The condition that a foreign authority is a member of one of these partnerships."""
    return Q(memberships__partnership__in=partnerships)


def authorities_holding(normalised: str, rows: list[SearchName] | None = None) -> list[Hit]:
    """Hits for the French authorities whose name holds the words: those of `rows`, if read."""
    words = normalised.split()
    if not words or max(map(len, words)) < 4:
        return []
    if rows is None:
        patterns = whole(words)
        rows = read(f"kind = 'authority' AND is_main AND {matching(patterns)}", patterns)
    return authorities_of({row.key for row in rows[: 2 * FEW]}, FEW)


def authorities_near(rows: list[SearchName]) -> list[Hit]:
    """Hits for the French authorities among names that are near a text."""
    return authorities_of({row.key for row in rows if row.kind == "authority"}, FEW)


def shown(which: Q, most: int) -> list[Hit]:
    """Hits for the biggest of these authorities."""
    rows = LocalAuthority.objects.filter(which).select_related("region", "department")
    return hits(list(rows.only(*SHOWN).biggest_first()[:most]))


def hits(authorities: list[LocalAuthority], others: Container[int] = ()) -> list[Hit]:
    """Hits for these authorities; what became of those that were merged is read apart: mostly
    none is. `others` are the keys of those that have another name today."""
    merged = [authority for authority in authorities if authority.successor_id]
    prefetch_related_objects(merged, "successor__region", "successor__department")
    named = [authority_hit(authority, authority.pk not in others) for authority in authorities]
    return list(dict.fromkeys(named))


def authorities_of(keys: set[str], most: int = MOST, others: Container[int] = ()) -> list[Hit]:
    """Hits for the French authorities of these keys of the index, the biggest first."""
    return hits(biggest(keys, most), others) if keys else []


def without_article(name: str) -> str:
    article, _, rest = name.partition(" ")
    return rest if rest and article in ARTICLES else name


def suggest_authorities(rows: list[SearchName], limit: int = 3) -> list[Hit]:
    """The biggest authorities among the names that begin with a text."""
    keys = dict.fromkeys(row.key for row in rows if row.kind == "authority")
    return authorities_of(set(list(keys)[:limit]))
