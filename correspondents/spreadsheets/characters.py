"""The characters that nobody sees: they come with a copy, and make two equal texts differ.

Names, addresses, phones and codes hold none of them (`bare`). A free text keeps those that its
script or its emoji need: joiners, and marks of direction that no other text follows (`visible`).
"""

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_BLANKS = "\u200b\u2060\ufeff"
OVERRIDES = "\u202a-\u202e"  # embeddings too: their end may be lost, and all that follows turned
ISOLATES = "\u2066-\u2069"
UNSEEN = re.compile(f"[{SOFT_HYPHEN}{ZERO_WIDTH_BLANKS}{OVERRIDES}{ISOLATES}]")

# Characters that XML cannot hold, and that no reader of a list misses.
ILLEGAL = re.compile("[^\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_END = re.compile("\r\n?")


def readable(value):
    """The value as a cell shows it: a text that every format can hold, a number or a date."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None:
        return ""
    if isinstance(value, str):
        return visible(ILLEGAL.sub("", LINE_END.sub("\n", value).replace("\t", " ")))
    return value


def visible(text):
    """The free text without what is never seen: soft hyphens, zero-width blanks, overrides."""
    return text if text.isascii() else UNSEEN.sub("", text)


def bare(text):
    """The name, address, phone or code without any character of format, joiners included."""
    if text.isascii():
        return text
    return "".join(character for character in text if unicodedata.category(character) != "Cf")
