"""Names that look like a mistyped text.

The distance is the number of letters inserted, dropped, changed or swapped (optimal string
alignment, from rapidfuzz); the rest is our own reading of how a hand slips.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from correspondents.models import SearchName

from .names import RegionWords, names

FRENCH, ENGLISH = "fr", "en"
RARE = 3  # the weight of a name in another language, or that is not shown
ANY_LENGTH = range(0)
TRIGRAMS_OF_A_SLIP, LEAST_LIKENESS = 4, 0.22
LETTERS_OF_SLIPS = {1: 6, 2: 10}  # from which a name may be so many slips away
SOUNDS = [
    ("qu(?=[eiy])", "k"),
    ("c(?![eiyh])|ck?k", "k"),
    ("ph", "f"),
    ("y", "i"),
    ("(?<=k)e$", ""),
]


@dataclass(frozen=True)
class CountryName:
    """A name of a country in its normal form; `weight` is 0 for its own name, more for others."""

    text: str
    iso2: str
    weight: int


def country_names(letters: range = ANY_LENGTH) -> list[CountryName]:
    """Every name of so many letters by which a country is found."""
    rows = SearchName.objects.filter(kind="country")
    if letters is not ANY_LENGTH:
        rows = rows.annotate(letters=Length("text"))
        rows = rows.filter(letters__range=(letters.start, letters.stop))
    weights = {FRENCH: 1, ENGLISH: 2}
    return [
        CountryName(text, iso2, 0 if is_main else weights.get(language, RARE) if shown else RARE)
        for text, iso2, language, is_main, shown in rows.values_list(
            "text", "key", "language", "is_main", "is_shown"
        )
    ]


def tolerance(text: str) -> int:
    """The number of slips that a text may hold: none under 3 letters, one up to 7, two beyond."""
    return 0 if len(text) < 3 else 1 if len(text) < 8 else 2


@lru_cache(maxsize=4_000)
def sound(text: str) -> str:
    """The text as a French ear writes it: « Maroque » and « Maroc » sound alike."""
    for letters, heard in SOUNDS:
        text = re.sub(letters, heard, text)
    return text


def is_usual_slip(typed: str, name: str) -> bool:
    """Whether one letter is wrong, missing, doubled or swapped, not one added at random."""
    if len(typed) <= len(name):
        return True
    extra = next(
        (i for i, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), len(name)
    )
    return extra > 0 and typed[extra] == typed[extra - 1]


def close(text: str, names: list[str], most: int) -> list[tuple[str, int, int]]:
    """[(name, distance, its place)] of the names at most so many slips away."""
    return process.extract(
        text, names, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
    )


def mistyped(text: str, names: list[CountryName]) -> list[tuple[str, int]]:
    """The codes of the countries that may have `text` as a mistyped name, likeliest first.

    Returns [(iso2, distance)]; a distance of 2 is only looked at when none of 1 exists.
    """
    most = tolerance(text)
    if not most:
        return []
    matches = close(text, [name.text for name in names], most)
    matches += close(sound(text), [sound(name.text) for name in names], most)
    nearest = min((distance for _, distance, _ in matches), default=0)
    ranked = sorted(
        (not is_usual_slip(text, names[i].text), names[i].weight, names[i].text, names[i].iso2)
        for _, distance, i in matches
        if distance == nearest
    )
    return [(iso2, nearest) for iso2 in dict.fromkeys(iso2 for *_, iso2 in ranked)]


def nearest(text: str, names: list[CountryName], limit: int = 5) -> list[str]:
    """The codes of the countries whose names resemble `text` most, however little."""
    shown = [name for name in names if name.weight < RARE]
    matches = process.extract(
        text, [name.text for name in shown], scorer=fuzz.WRatio, limit=limit * 3, score_cutoff=55
    )
    return list(dict.fromkeys(shown[i].iso2 for _, _, i in matches))[:limit]


def slips(text: str, name: str) -> int:
    """The number of slips between a text and a name."""
    return int(OSA.distance(text, name))


def slips_allowed(text: str, name: str) -> int:
    """How many slips away a name may be meant: one from 6 letters, two from 10, none under.

    There are 190,000 such names: any shorter one is near some text.
    """
    longest = max(len(text), len(name))
    return max(
        (most for most, letters in LETTERS_OF_SLIPS.items() if letters <= longest), default=0
    )


def words_near(text: str) -> list[SearchName]:
    """The words of the trade of which a text of six letters or more is a slip or two, the nearest
    first."""
    if len(text) < LETTERS_OF_SLIPS[1]:
        return []
    words = list(SearchName.objects.filter(kind="word"))
    near = close(text, [word.text for word in words], tolerance(text))
    return [words[i] for _, _, i in sorted(near, key=lambda match: match[1])]


def near_names(text: str) -> list[SearchName]:
    """The places and authorities that a text is one slip away from, else two, with `slips`; the
    words of a region in any order are its name."""
    for most in (1, 2):
        rows = likest(text, most) if len(text) >= LETTERS_OF_SLIPS[most] - most else []
        near = [row for row in rows if is_near(text, row, most)]
        if near:
            return near
    return []


def is_near(text: str, row: SearchName, most: int) -> bool:
    """Whether the text is so many slips away from the name at most, told by `row.slips`."""
    typed = row.typed_words if row.is_in_order else text  # type: ignore[attr-defined]
    row.slips = slips(typed, row.text)
    return (allowed := slips_allowed(typed, row.text)) > 0 and row.slips <= min(most, allowed)


def likest(text: str, slips_made: int) -> QuerySet[SearchName]:
    """The names that share with a text as many trigrams as so many slips leave.

    It has one for each letter and each word; a slip takes up to four away, and brings as many.
    """
    of_text, lost = len(text) + 1, TRIGRAMS_OF_A_SLIP * slips_made
    likeness = max((of_text - lost) / (of_text + lost), LEAST_LIKENESS)
    near = RawSQL("SELECT finder_near(%s, %s)", [text, likeness])
    rows = names("town", "region", "authority").filter(pk__in=near)
    return rows.annotate(typed_words=RegionWords(Value(text)))
