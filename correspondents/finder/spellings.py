"""The names that a French text writes in its own way: « Ourouzgan » is Uruzgan."""

import re
from itertools import product

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .doubts import one_slip_away
from .names import names
from .places import BIG, REGION, TOWN, NamedPlace, places_of

# What French writes, and the other ways in which the local or the English name may have it.
SPELLINGS = [
    (r"ou", ("u", "w")),
    (r"ch", ("sh",)),
    (r"dj", ("j",)),
    (r"qu|c(?=[aou])", ("k",)),
    (r"s", ("z",)),
    (r"ie\b", ("ia",)),
    (r"e\b", ("a", "")),
]
DIRECTIONS = """
central centrale inferieur inferieure meridional meridionale nouvelle occidental occidentale
oriental orientale septentrional septentrionale superieur superieure
""".split()
FEWEST_LETTERS = 7  # of a word that may be a slip of a direction, or of another spelling


def places_spelled(text: str) -> list[NamedPlace]:
    """The regions and the big towns of which a normal form is a French spelling."""
    is_known = Q(kind=REGION) | Q(size__gte=BIG)
    return places_of(names(REGION, TOWN).filter(is_known, text__in=local_spellings(text)))


def regions_near_spelled(text: str) -> list[NamedPlace]:
    """The regions whose own name is a slip away from the likeliest local spellings of a text."""
    if len(text) < FEWEST_LETTERS or " " in text:
        return []
    likely = {re.sub(pattern, others[0], text) for pattern, others in SPELLINGS} - {text}
    near = set().union(*map(one_slip_away, likely))
    return places_of(names(REGION).filter(text__in=near, is_main=True))


def local_spellings(text: str) -> set[str]:
    """The texts that each of these changes makes of a text, and those that several make."""
    ways = [
        [(pattern, None), *((pattern, other) for other in others)] for pattern, others in SPELLINGS
    ]
    texts = set()
    for changes in product(*ways):
        spelled = text
        for pattern, other in changes:
            spelled = spelled if other is None else re.sub(pattern, other, spelled)
        texts.add(spelled)
    return texts - {text}


def with_directions(text: str) -> str:
    """The text, its words that are a slip away from a direction set right: « ménidional »."""
    return " ".join(map(direction, text.split()))


def direction(word: str) -> str:
    if len(word) < FEWEST_LETTERS:
        return word
    near = process.extractOne(word, DIRECTIONS, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word
