"""Text as the generator compares it: the same rules as the database's `norm_fr`."""

import re
import unicodedata

# What decomposition leaves whole, and the dictionary of PostgreSQL's unaccent does not.
LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        ".": "",
        "&": " et ",
    }
)
WORDS = {"and": "et", "und": "et", "y": "et", "e": "et", "ed": "et", "st": "saint", "ste": "sainte"}


def plain(text):
    """Lower case, without accents nor ligatures."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.translate(LETTERS)


def normalise(text):
    """Lower case, no accent, ligature, apostrophe, hyphen, dot or bracket; « St » is « saint »."""
    words = re.sub("[^a-z0-9]+", " ", plain(text)).split()
    return " ".join(WORDS.get(word, word) for word in words)


def table(text):
    """The lines of a table written in a module, each cut at its spaces: (first words…, rest).

    The number of columns is that of the first line, its heading.
    """
    heading, *lines = text.strip().splitlines()
    columns = heading.split()
    return [
        dict(zip(columns, line.split(maxsplit=len(columns) - 1), strict=True)) for line in lines
    ]
