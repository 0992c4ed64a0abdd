"""Names that look like a mistyped text.

The distance is the number of letters inserted, dropped, changed or swapped (optimal string
alignment, from rapidfuzz); the rest is our own reading of how a hand slips.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from correspondents.models import Country, CountryAlias

FRENCH, ENGLISH = "fr", "en"
MOST_NEAR = 60
Row = TypeVar("Row", bound=Model)
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


def country_names() -> list[CountryName]:
    """Every name by which a country is found, in two queries."""
    own = Country.objects.values_list("name_norm", "iso2")
    weights = {FRENCH: 1, ENGLISH: 2}
    aliases = CountryAlias.objects.values_list("name_norm", "country_id", "language", "shown")
    return [CountryName(norm, iso2, 0) for norm, iso2 in own] + [
        CountryName(norm, iso2, weights.get(language, 3) if shown else 3)
        for norm, iso2, language, shown in aliases
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
    shown = [name for name in names if name.weight < 3]
    matches = process.extract(
        text, [name.text for name in shown], scorer=fuzz.WRatio, limit=limit * 3, score_cutoff=55
    )
    return list(dict.fromkeys(shown[i].iso2 for _, _, i in matches))[:limit]


def slips(text: str, name: str) -> int:
    """The number of slips between a text and a name."""
    return int(OSA.distance(text, name))


def is_slip(text: str, name: str) -> bool:
    """Whether a place of this name may be meant: one slip from 6 letters, two from 10.

    There are 190,000 such names: any shorter one is near some text.
    """
    longest = max(len(text), len(name))
    most = 0 if longest < 6 else 1 if longest < 10 else 2
    return bool(most) and slips(text, name) <= most


@contextmanager
def looser_trigrams() -> Iterator[None]:
    """Within it, the names that share a fifth of their trigrams are near: a slip costs three."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW pg_trgm.similarity_threshold")
        usual = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
        yield
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [usual])


def nearest_first(rows: QuerySet[Row], text: str) -> QuerySet[Row]:
    """The rows whose name shares most trigrams with the text, at most 60."""
    likeness = TrigramSimilarity("name_norm", text)
    rows = rows.filter(name_norm__trigram_similar=text)
    return rows.order_by(likeness.desc(), "pk")[:MOST_NEAR]
