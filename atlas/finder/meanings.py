"""What the text of a search of the Atlas names: its French authorities, its partners."""

from dataclasses import dataclass

from django.db.models import Q

from atlas.models import ForeignAuthority, LocalAuthority
from correspondents.finder.meanings import Meaning
from correspondents.finder.places import TOWN
from correspondents.finder.results import Hit

from .find import authorities_by_code, authorities_by_name, territories_by_name


@dataclass(frozen=True)
class NamedSides:
    """The authorities that a text names on either side of a partnership."""

    authorities: list[LocalAuthority]
    territories: list[ForeignAuthority]

    @property
    def in_words(self) -> str:
        french, abroad = self.authorities, self.territories
        return ", ".join([side.name for side in french] + [side.name for side in abroad])


def sides_of(meaning: Meaning) -> NamedSides:
    """Those of a text that names no country: by a code, by a name, by a name of their town."""
    text, rows = meaning.normalised, meaning.names
    if not text or (meaning.countries and not meaning.place):
        return NamedSides([], [])
    hits = authorities_by_code(rows, text) or authorities_by_name(rows, text)
    codes = [key_of(hit) for hit in hits]
    coded = Q(siren__in=codes) | Q(local_code__in=codes)
    towns = [row.key for row in rows if row.kind == TOWN]
    named = [int(key_of(hit)) for hit in territories_by_name(rows)]
    territories = ForeignAuthority.objects.filter(Q(pk__in=named) | Q(geonames_id__in=towns))
    return NamedSides(
        list(LocalAuthority.objects.filter(coded)) if codes else [], list(territories)
    )


def key_of(hit: Hit) -> str:
    """The code or the number by which the address of an answer ends."""
    return hit.url.split("/")[-2]
