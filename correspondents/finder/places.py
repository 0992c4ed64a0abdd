"""Towns and regions abroad, by their names: each leads to its country."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from correspondents.models import Country, SearchName

from .names import longest, names

TOWN, REGION = "town", "region"
MOST = 200
BIG = 100_000  # inhabitants: from this size on, a place is not hidden by a small namesake
OWN_NAME = 20  # times: by so much a place counts more under its own name than under another
ARTICLE = re.compile(r"^(?:l['’]|(?:le|la|les|el|los|las|the) )", re.IGNORECASE)


@dataclass(frozen=True)
class NamedPlace:
    """A town or a region under one of its names.

    `weight` orders namesakes: the inhabitants, who count more under the place's own name.
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
        """« Bavière », « Bayern (Bavière) »; « Namur (Jambes) » tells both already."""
        is_told = self.is_main or plain(self.main) in plain(self.name)
        return self.name if is_told else f"{self.name} ({self.main})"


def place_of(row: SearchName) -> NamedPlace:
    weight = row.size * (OWN_NAME if row.is_main else 1)
    detail = f"{row.detail} {row.its_country.genitive}"
    return NamedPlace(
        *(row.name, row.text, row.main, row.its_country, detail, row.size, weight),
        *(row.is_main or not row.is_shown, row.is_capital),
    )


def places_of(rows: Iterable[SearchName]) -> list[NamedPlace]:
    """The places among the rows, likeliest first."""
    places = [place_of(row) for row in rows if row.kind in (TOWN, REGION)]
    return sorted(places, key=lambda place: (not place.is_capital, -place.weight))


def places_where(name: Q) -> list[NamedPlace]:
    """The places with such a name, likeliest first."""
    return places_of(names(TOWN, REGION).filter(name)[:MOST])


def nearest_places(rows: Iterable[SearchName]) -> list[NamedPlace]:
    """The places among rows that are near a text, the nearest first, then the biggest."""
    near = [row for row in rows if row.kind in (TOWN, REGION)]
    near.sort(key=lambda row: (row.slips, -place_of(row).weight))
    return list(map(place_of, near))


def places_named(rows: Iterable[SearchName], text: str = "") -> list[NamedPlace]:
    """The places of the longest name among the rows, likeliest first.

    Capitals, then names spelled as in the text (« Saint-Louis » before « St. Louis »), then by
    weight.
    """
    named = places_of(longest(row for row in rows if row.kind in (TOWN, REGION)))
    return sorted(named, key=lambda p: (not p.is_capital, not is_spelled_in(p.name, text)))


def with_longer(places: list[NamedPlace]) -> list[NamedPlace]:
    """Small places, among the bigger ones that people call by the same first words: « Bobo » is
    Bobo-Dioulasso."""
    longer = places_where(Q(text__startswith=f"{places[0].phrase} "))
    bigger = [place for place in longer if place.population >= BIG and place.is_main]
    return sorted([*places, *bigger], key=lambda place: -place.weight) if bigger else places


def is_spelled_in(name: str, text: str) -> bool:
    """Whether the text contains the name, whatever the case, the hyphens and an article; its
    accents too, when the text has none."""
    name = ARTICLE.sub("", name)
    if text.isascii():
        name = plain(name)
    return name.replace("-", " ").casefold() in text.replace("-", " ").casefold()


def plain(name: str) -> str:
    """The name without its accents."""
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
