"""Towns and regions abroad, by their names: each leads to its country."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from correspondents.models import Country, PlaceName, SubdivisionName

from .gazetteer import longest
from .misspellings import is_slip, looser_trigrams, nearest_first, slips

MOST = 100
BIG = 100_000  # inhabitants: from this size on, a place is not hidden by a small namesake
MAIN_NAME = 3  # a town counts so many times more under the name that it gives itself


@dataclass(frozen=True)
class NamedPlace:
    """A town or a region under one of its names.

    `weight` orders namesakes: the inhabitants of a town, more under its main name.
    `population` is that of the place, in magnitude for a region; `detail` says where, and what.
    """

    name: str
    phrase: str
    main: str
    country: Country
    detail: str
    population: int
    weight: int
    is_main: bool
    is_capital: bool = False

    @property
    def label(self) -> str:
        """« Bavière », « Bayern (Bavière) »."""
        return self.name if self.is_main else f"{self.name} ({self.main})"


def town_of(row: PlaceName) -> NamedPlace:
    town = row.place
    weight = town.population * (MAIN_NAME if row.is_main else 1)
    return NamedPlace(
        *(row.name, row.name_norm, town.name, town.country, f"ville {town.country.genitive}"),
        *(town.population, weight, row.is_main, town.is_capital),
    )


def region_of(row: SubdivisionName) -> NamedPlace:
    region = row.subdivision
    return NamedPlace(
        *(row.name, row.name_norm, region.name, region.country, region.kind_and_country),
        *(region.size, region.size, row.is_main),
    )


def town_rows() -> QuerySet[PlaceName]:
    rows = PlaceName.objects.select_related("place__country")
    return rows.order_by("-place__is_capital", "-place__population", "-is_main")


def region_rows() -> QuerySet[SubdivisionName]:
    return SubdivisionName.objects.select_related("subdivision__country").order_by("pk")


def places_where(name: Q) -> list[NamedPlace]:
    """The places with such a name, likeliest first, in two queries."""
    towns = map(town_of, town_rows().filter(name)[:MOST])
    regions = map(region_of, region_rows().filter(name)[:MOST])
    return sorted([*towns, *regions], key=lambda place: (not place.is_capital, -place.weight))


def places_like(text: str) -> list[NamedPlace]:
    """The places whose name is a slip away from the text, nearest first, in two queries."""
    with looser_trigrams():
        towns = map(town_of, nearest_first(town_rows(), text))
        regions = map(region_of, nearest_first(region_rows(), text))
        near = [place for place in [*towns, *regions] if is_slip(text, place.phrase)]
    return sorted(near, key=lambda place: (slips(text, place.phrase), -place.weight))


def places_named(runs: Iterable[str], text: str = "") -> list[NamedPlace]:
    """The places named by the longest phrase, likeliest first.

    Capitals, then names spelled as in the text (« Saint-Louis » before « St. Louis »), then by
    weight.
    """
    places = places_where(Q(name_norm__in=list(runs)))
    named = longest((place.phrase, place) for place in places)
    return sorted(named, key=lambda p: (not p.is_capital, not is_spelled_in(p.name, text)))


def with_longer(places: list[NamedPlace]) -> list[NamedPlace]:
    """Small places, among the bigger ones that people call by the same first words: « Bobo » is
    Bobo-Dioulasso."""
    longer = places_where(Q(name_norm__startswith=f"{places[0].phrase} "))
    bigger = [place for place in longer if place.population >= BIG and place.is_main]
    return sorted([*places, *bigger], key=lambda place: -place.weight) if bigger else places


def is_spelled_in(name: str, text: str) -> bool:
    """Whether the text contains the name, whatever the case and the hyphens."""
    return name.replace("-", " ").casefold() in text.replace("-", " ").casefold()
