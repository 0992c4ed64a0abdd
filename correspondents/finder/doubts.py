"""What else a text may mean though it is the exact name of a place."""

from string import ascii_lowercase

from django.db.models import Value

from correspondents.models import SearchName

from .names import RegionWords, names
from .places import BIG, REGION, TOWN, NamedPlace, places_of

FAR_BIGGER = 10  # times: what is so much bigger, one slip away or of the same name, may be meant
FEWEST_LETTERS = 5  # of a text that may be a slip
MOST_NEAR = 3


def is_beyond_doubt(place: NamedPlace, text: str) -> bool:
    """Whether a text that names a place is no slip: a big place, or its very accents."""
    has_accents = not text.isascii() and place.name.casefold() == text.casefold()
    return place.is_capital or place.population >= BIG or has_accents


def other_meanings(
    rows: list[SearchName], places: list[NamedPlace], is_known: bool
) -> list[NamedPlace]:
    """The places elsewhere that these ones, all of one country, may be taken for by their name."""
    if not places or places[0].is_capital or len({place.country.pk for place in places}) > 1:
        return []
    if all(row.kind == REGION for row in rows if row.text == places[0].phrase):
        return of_same_words(places[0].phrase, places)
    return [] if is_known else bigger_near(places[0].phrase, places)


def bigger_near(text: str, places: list[NamedPlace]) -> list[NamedPlace]:
    """The regions and the far bigger towns whose own name is one slip away from that of small
    places, elsewhere."""
    if len(text) < FEWEST_LETTERS or not text.isascii():
        return []
    least = min(BIG, FAR_BIGGER * places[0].population)
    rows = names(REGION, TOWN).filter(text__in=one_slip_away(text), is_main=True, size__gte=least)
    return elsewhere(places_of(rows), places)[:MOST_NEAR]


def one_slip_away(text: str) -> set[str]:
    """The texts of which this one is with a letter wrong, missing, added or swapped."""
    cuts = [(text[:i], text[i:]) for i in range(len(text) + 1)]
    letters = f"{ascii_lowercase} "
    texts = {a + b[1:] for a, b in cuts if b}
    texts |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    texts |= {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    texts |= {a + letter + b for a, b in cuts for letter in letters}
    return texts - {text}


def of_same_words(text: str, places: list[NamedPlace]) -> list[NamedPlace]:
    """The regions elsewhere that have the words of a region's name: « Région centrale »."""
    words = RegionWords(Value(text))
    rows = names(REGION).filter(text=words)
    return elsewhere(places_of(rows), places)


def elsewhere(others: list[NamedPlace], places: list[NamedPlace]) -> list[NamedPlace]:
    countries = {place.country.pk for place in places}
    return [other for other in others if other.country.pk not in countries]
