"""Towns with the same name in another country."""

from dataclasses import dataclass

from django.db.models import Q, Value

from correspondents.models import PlaceName
from correspondents.records.text import Normalised


@dataclass(frozen=True)
class Namesake:
    """A town, and the country or territory it is in."""

    name: str
    code: str
    country: str


def namesakes(city: str, country_code: str, limit: int = 5) -> list[Namesake]:
    """The biggest town of each other country whose own name is the city's, in one query.

    A town of a French territory is in no country other than France.
    """
    if not city:
        return []
    here = Q(place__country=country_code)
    if country_code == "FR":
        here |= Q(place__country__is_french=True)
    rows = (
        PlaceName.objects.filter(name_norm=Normalised(Value(city)), is_main=True)
        .exclude(here)
        .order_by("-place__population")
        .values_list("name", "place__country_id", "place__country__name")[:50]
    )
    biggest: dict[str, Namesake] = {}
    for row in rows:
        biggest.setdefault(row[1], Namesake(*row))
    return list(biggest.values())[:limit]
