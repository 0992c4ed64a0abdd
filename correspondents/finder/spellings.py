"""The names that a French text writes in its own way: « Ourouzgan » is Uruzgan."""

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .doubts import one_slip_away
from .names import read
from .places import BIG, NamedPlace, places_of

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
SPELLED = "(kind = 'region' OR (kind = 'town' AND size >= %s)) AND text = ANY(%s)"
OWN_NAME_OF_A_REGION = "kind = 'region' AND is_main AND text = ANY(%s)"
FEWEST_LETTERS = 7  # of a word that may be a slip of a direction, or of another spelling


def places_spelled(text: str) -> list[NamedPlace]:
    """The regions and the big towns of which a normal form is a French spelling."""
    texts = list(local_spellings(text))
    return places_of(read(SPELLED, [BIG, texts])) if texts else []


def regions_near_spelled(text: str) -> list[NamedPlace]:
    """The regions whose own name is a slip away from the likeliest local spellings of a text."""
    if len(text) < FEWEST_LETTERS or " " in text:
        return []
    likely = {re.sub(pattern, others[0], text) for pattern, others in SPELLINGS} - {text}
    near = set().union(*map(one_slip_away, likely))
    return places_of(read(OWN_NAME_OF_A_REGION, [list(near)])) if near else []


def local_spellings(text: str) -> set[str]:
    """The texts that each of these changes makes of a text, and those that several make."""
    texts = {text}
    for pattern, others in SPELLINGS:
        texts |= {re.sub(pattern, other, spelled) for spelled in texts for other in others}
    return texts - {text}


def with_directions(text: str) -> str:
    """The text, its words that are a slip away from a direction set right: « ménidional »."""
    return " ".join(map(direction, text.split()))


def direction(word: str) -> str:
    if len(word) < FEWEST_LETTERS:
        return word
    near = process.extractOne(word, DIRECTIONS, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word
