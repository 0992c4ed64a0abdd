"""The encoding of a text file, which only its content tells."""

import codecs
import re
from itertools import islice

from . import refusals

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OLD_ENCODINGS = ["mac_roman", "cp850"]  # of Excel on a Mac, of programs of DOS
FRENCH = set("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’«»°€")
NEVER_FRENCH = set("‚„†‡ˆ‰‹ƒ")
ALONE = set("àµªº")  # lower-case letters that may stand alone
ACCENT = re.compile(r"[^\x00-\x7f]")
SAMPLE = 20_000  # accents that tell an encoding
TWICE = re.compile("[ÂÃâ][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def decoded(content):
    """The text of a file; RefusedFile when its accents can be read in no sure way."""
    try:
        if content.startswith(UTF16_MARKS):
            return content.decode("utf-16")
        return _repaired(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if content.startswith(UTF16_MARKS):
            raise refusals.unreadable_accents() from error
        return _old(content)


def _old(content):
    """The text in the encoding of Excel in French on Windows, unless another makes more words."""
    try:
        text = content.decode("cp1252")
        least = likeness(text)
        if least >= 0:
            return text
    except UnicodeDecodeError:
        least = 0
    texts = sorted((content.decode(name) for name in OLD_ENCODINGS), key=likeness)
    second, best = map(likeness, texts)
    if best <= max(second, least, 0):
        raise refusals.unreadable_accents()
    return texts[-1]


def likeness(text):
    """How much the accents of a text look like French: each adds points, or takes them away."""
    places = (match.start() for match in ACCENT.finditer(text))
    return sum(_points(text, place) for place in islice(places, SAMPLE))


def _points(text, place):
    character, before, after = text[place], text[max(place - 2, 0) : place], text[place + 1 :][:1]
    if _is_odd(character, before, after):
        return -2
    return character.isalpha() + (character in FRENCH)


def _is_odd(character, before, after):
    """Whether a character cannot stand there in a word: a capital after its start, a mark in it."""
    last = before[-1:]
    is_beside = last.isalpha() or after.isalpha()
    if character in NEVER_FRENCH:
        return is_beside
    if character.isupper():
        return last.islower() or (last.isupper() and after.islower())
    if character.islower():
        is_in_capitals = after.isupper() or (
            len(before) == 2 and before.isalpha() and before.isupper()
        )
        return is_in_capitals or not (is_beside or character in ALONE)
    if character == "“":
        return last.isalpha()
    return after.isalpha() and (last.isalpha() or character == "”") and character != "’"


def _repaired(text):
    """The text without the accents of a UTF-8 read as Windows-1252, if it is so from end to end."""
    if not TWICE.search(text):
        return text
    try:
        return text.encode("cp1252", "control").decode()
    except UnicodeError:
        return text


def _control(error):
    """The byte of a character that Windows-1252 leaves out."""
    character = error.object[error.start]
    if character > "\xff":
        raise error
    return bytes([ord(character)]), error.start + 1


codecs.register_error("control", _control)
