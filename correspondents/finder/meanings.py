"""What the text of a list's search names, by the same names as the finder."""

from dataclasses import dataclass, field

from correspondents.models import Country, SearchName

from .find import find_exact

MOST_COUNTRIES = 3  # of the places of one name


@dataclass(frozen=True)
class Meaning:
    """The countries of a text, whose normal form is `normalised`, and the rows that name it whole.

    `place` is the town or region of the text whose country it is, "" for the name of a country.
    """

    normalised: str
    names: list[SearchName] = field(default_factory=list)
    countries: list[Country] = field(default_factory=list)
    place: str = ""

    @property
    def in_words(self) -> str:
        names = ", ".join(country.name for country in self.countries)
        return f"{self.place} ({names})" if self.place else names


def meaning_of(text: str) -> Meaning:
    """The countries that the text names, or those of the few places that bear this name."""
    result = find_exact(text)
    named = [hit for hit in result.hits if hit.kind == "country"]
    places = [hit for hit in result.hits if hit.kind == "place"]
    hits = named or (places if len({hit.iso2 for hit in places}) <= MOST_COUNTRIES else [])
    countries = Country.objects.filter(pk__in=[hit.iso2 for hit in hits]) if hits else []
    place = "" if named or not hits else hits[0].name
    return Meaning(result.normalised, result.names, list(countries), place)
