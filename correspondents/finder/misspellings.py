"""Names that look like a mistyped text.

The distance is the number of letters inserted, dropped, changed or swapped (optimal string
alignment, from rapidfuzz); the rest is our own reading of how a hand slips.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from correspondents.models import SearchName
from correspondents.records.cache import cached_until_written

from .names import TABLE, read, words_in_order

FRENCH, ENGLISH = "fr", "en"
RARE = 3  # the weight of a name in another language, or that is not shown
ANY_LENGTH = range(0)
TRIGRAMS_OF_A_SLIP, LEAST_LIKENESS = 4, 0.22
ROUNDING = 0.001  # of the base, which counts in single precision
LETTERS_OF_SLIPS = {1: 6, 2: 10}  # from which a name may be so many slips away
MOST_NEAR = 150
IN_ORDER = "kind = 'region' AND NOT is_shown"  # as `SearchName.is_in_order`
WITH_ITS_ENDS = f"""
SELECT id, text FROM {TABLE} WHERE kind IN ('town', 'region', 'authority')
AND length(text) = ANY(%s) AND (text LIKE %s OR reverse(text) LIKE %s)
"""
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
    names = cached_until_written("country-names", _by_letters, {"countries"}, cache="objects")
    wanted = names if letters is ANY_LENGTH else range(letters.start, letters.stop + 1)
    return [name for number in wanted for name in names.get(number, [])]


def _by_letters() -> dict[int, list[CountryName]]:
    """{number of letters: the names}."""
    names: dict[int, list[CountryName]] = defaultdict(list)
    weights = {FRENCH: 1, ENGLISH: 2}
    rows = SearchName.objects.filter(kind="country")
    for text, iso2, language, is_main, shown in rows.values_list(
        "text", "key", "language", "is_main", "is_shown"
    ):
        weight = 0 if is_main else weights.get(language, RARE) if shown else RARE
        names[len(text)].append(CountryName(text, iso2, weight))
    return names


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
    words = read("kind = 'word'", [])
    near = close(text, [word.text for word in words], tolerance(text))
    return [words[i] for _, _, i in sorted(near, key=lambda match: match[1])]


def near_names(text: str) -> list[SearchName]:
    """The places and authorities that a text is one slip away from, else two, with `slips`; the
    words of a region in any order are its name."""
    near = one_slip_away(text) if len(text) >= LETTERS_OF_SLIPS[1] - 1 else []
    if near or len(text) < LETTERS_OF_SLIPS[2] - 2:
        return near
    rows = likest(text)
    words = words_in_order(text) if any(row.is_in_order for row in rows) else text
    return [row for row in rows if is_near(words if row.is_in_order else text, row)]


def is_near(typed: str, row: SearchName) -> bool:
    """Whether what was typed is few enough slips away from the name, told by `row.slips`."""
    row.slips = slips(typed, row.text)
    return row.slips <= slips_allowed(typed, row.text) > 0


def one_slip_away(text: str) -> list[SearchName]:
    """The names that are one slip away from a text, or from its words as those of a region."""
    words = words_in_order(text)
    if words == text:
        keys = keys_with_its_ends(text, "true")
    else:
        keys = keys_with_its_ends(text, f"NOT ({IN_ORDER})")
        keys += keys_with_its_ends(words, IN_ORDER)
    rows = read("id = ANY(%s)", [keys], most=MOST_NEAR) if keys else []
    return [row for row in rows if is_near(words if row.is_in_order else text, row)]


def keys_with_its_ends(typed: str, which: str) -> list[int]:
    """The keys of the names that are one slip away from what was typed.

    Such a name begins or ends as it does: a slip in one half leaves the other, the letter between
    them apart, with which it may be swapped. In a text too short for a slip, a letter is missing.
    """
    letters, fewest = len(typed), LETTERS_OF_SLIPS[1]
    between = 1 if letters >= fewest else 0
    half = (letters - between) // 2
    lengths = [n for n in (letters - 1, letters, letters + 1) if max(n, letters) >= fewest]
    start, end = typed[:half], typed[half + between :][::-1]
    like = [f"{connection.ops.prep_for_like_query(part)}%" for part in (start, end)]
    with connection.cursor() as cursor:
        cursor.execute(f"{WITH_ITS_ENDS} AND {which}", [lengths, *like])
        rows = cursor.fetchall()
    near = close(typed, [text for _, text in rows], 1)
    return [rows[place][0] for _, _, place in near]


def likest(text: str) -> list[SearchName]:
    """The names that share with a text as many trigrams as two slips leave.

    It has one for each letter and each word; a slip takes up to four away, and brings as many. A
    text too short for two slips lacks letters of the name: that takes two, and brings three.
    """
    missing = max(0, LETTERS_OF_SLIPS[2] - len(text))
    of_text, lost = len(text) + 1, TRIGRAMS_OF_A_SLIP * 2 - 2 * missing
    likeness = (of_text - lost) / (of_text + lost + missing) - ROUNDING
    likeness = max(likeness, LEAST_LIKENESS)
    return read("id = ANY(ARRAY(SELECT finder_near(%s, %s)))", [text, likeness])
