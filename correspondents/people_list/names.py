"""From a cell of names to people: their number, and the family name of each."""

import re
from dataclasses import dataclass

from correspondents.imports.vocabulary import plain

from .plausibility import without_job_before
from .values import CIVILITIES, says_nobody

CIVILITY = re.compile(
    r"^\s*((?:MM?|Mr|Mme|Mlle|Melle|Mle)(?=\.)|(?:MM?|Mr|Monsieur|Mme|Madame|Mlle|Melle|Mle"
    r"|Mademoiselle|Ms|Mrs)(?=\.?\s))\.?\s*(?=\S)",
    re.IGNORECASE,
)
CIVILITY_AFTER = re.compile(
    r"\s*[,(]\s*(M|Mr|Monsieur|Mme|Madame|Mlle|Mademoiselle)\.?\s*\)?\s*$", re.IGNORECASE
)
BETWEEN_PEOPLE = re.compile(r"\s*(?:/|;|\n|\s(?:et|and)\s|\s?&\s?)\s*", re.IGNORECASE)
# Words by which a family name begins; « d’Exemple » carries its own.
PARTICLES = frozenset("de du des la le les da dos van von der den ben bin el al ter".split())
ELIDED = re.compile(r"^[dlDL]['’]\w")
ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")


@dataclass(frozen=True)
class Name:
    """`civility` as the base codes it, or "". `is_sure`: it follows from a clue, not a habit."""

    civility: str
    first_name: str
    last_name: str
    is_sure: bool = True


def people_in(text):
    """The texts that each name one person: « X / Y », « X et Y », one on each line.

    A line with a single word is the end of the name above it. A text in brackets is no
    part of a name.
    """
    parts = [part for part in BETWEEN_PEOPLE.split(ASIDE.sub(" ", text)) if part.strip()]
    if len(parts) == 1 and all(len(_words(part)) > 1 for part in parts[0].split(",")):
        parts = [part.strip() for part in parts[0].split(",")]
    if all(len(_words(part)) > 1 or says_nobody(part) for part in parts):
        return parts
    lines = [" ".join(line.split()) for line in ASIDE.sub(" ", text).split("\n")]
    if len(parts) == len(lines):  # only line ends separate: one name on several lines
        return [" ".join(lines)]
    return parts


def _words(text):
    return uncivil(text).split()


def has_job_before(text):
    """Whether a job stands between the civility and the name."""
    return uncivil(text) != CIVILITY.sub("", CIVILITY_AFTER.sub("", text))


def uncivil(text):
    """A name without its civility, nor the job that follows it: « Madame la consule X »."""
    text = CIVILITY_AFTER.sub("", text)
    bare = CIVILITY.sub("", text)
    return without_job_before(bare) if bare != text else text


def civility_in(text):
    """The civility before or after a name, as the base codes it, or ""."""
    match = CIVILITY.match(text) or CIVILITY_AFTER.search(text)
    return CIVILITIES.get(plain(match[1]), "") if match else ""


def read_name(text, email="", first_names=frozenset(), last_first=False):
    """The Name of a text.

    Capitals give the family name, then the e-mail (« prenom.nom@ »), then a particle, then
    first names seen elsewhere (`first_names`, plain forms); without any of them, the order of
    the heading (`last_first`), which a civility overrides: « Mme Prénom Nom ».
    """
    civility = civility_in(text)
    words = _words(text)
    bare = uncivil(text)
    if bare.count(",") == 1 and not bare.strip().endswith(","):  # « Fictif, Inès »
        last, first = bare.split(",")
        return Name(civility, " ".join(first.split()), " ".join(last.split()))
    if _is_family_name_alone(words):
        return Name(civility, "", " ".join(words), bool(words))
    clues = (_by_capitals(words), _by_email(words, email), _by_particle(words))
    if split := next(filter(None, clues), None):
        return Name(civility, *split)
    if split := _by_first_names(words, first_names):
        return Name(civility, *split)
    if last_first and not civility:
        return Name(civility, words[-1], " ".join(words[:-1]), False)
    return Name(civility, words[0], " ".join(words[1:]), False)


def _is_family_name_alone(words):
    """« Fictif », « LE FICTIF », « de La Fiction »: one word, its particles before it."""
    return all(plain(word) in PARTICLES for word in words[:-1])


def _by_capitals(words):
    """« DUPONT Marie », « Marie DUPONT », « Marie de LA FICTION »: (first, last) or None."""
    loud = [word.isupper() and len(plain(word)) > 1 for word in words]
    if all(loud) or not any(loud):
        return None
    start, end = loud.index(True), len(loud) - loud[::-1].index(True)
    while start and plain(words[start - 1]) in PARTICLES:
        start -= 1
    while end < len(words) and plain(words[end - 1]) in PARTICLES:
        end += 1
    if start and end < len(words):
        return None
    return " ".join(words[:start] or words[end:]), " ".join(words[start:end])


def _by_email(words, email):
    local = [_letters(part) for part in re.split(r"[._]", email.partition("@")[0])]
    if len(local) < 2:
        return None
    first, last = local[0], "".join(local[1:])
    for place in range(1, len(words)):
        one, two = words[:place], words[place:]
        for first_words, last_words in ((one, two), (two, one)):
            if _letters(" ".join(first_words)) == first and _letters(" ".join(last_words)) == last:
                return " ".join(first_words), " ".join(last_words)
    return None


def _letters(text):
    return re.sub("[^a-z]", "", plain(text))


def _by_particle(words):
    """« de La Fiction Maëlle », « Théo Le Factice », « Anaïs d’Exemple »."""
    starts = [plain(w) in PARTICLES or bool(ELIDED.match(w)) for w in words]
    if True not in starts:
        return None
    place = starts.index(True)
    if place:
        return " ".join(words[:place]), " ".join(words[place:])
    return (words[-1], " ".join(words[:-1])) if not starts[-1] else None


def _by_first_names(words, first_names):
    begins, ends = plain(words[0]) in first_names, plain(words[-1]) in first_names
    if begins and not ends:
        return words[0], " ".join(words[1:])
    if ends and not begins:
        return words[-1], " ".join(words[:-1])
    return None
