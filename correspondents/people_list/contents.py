"""What a cell of the list of correspondents looks like, column by column."""

import re
from functools import cache

from correspondents.imports.vocabulary import plain
from correspondents.models import Country, CountryAlias

from .addresses import addresses_in
from .labels import KIND_WORDS, label_of
from .names import people_in, uncivil
from .phones import FEWEST_DIGITS, phone_of
from .plausibility import bare_name, is_job, names_a_job
from .values import CIVILITIES

# « Anne FICTIVE », « voir Paul MODÈLE »: words, two at least with a capital.
FULL_NAME = re.compile(r"(?=.*\b[A-ZÀ-Ý].*\s.*\b[A-ZÀ-Ý])[^\W\d_][^\d@,:]*\s[^\d@,:]{1,60}")
POST = re.compile("|".join(pattern for pattern in KIND_WORDS.values() if pattern))


def recognisers():
    """{code: whether a text looks like one of the column}, the exact ones first.

    Those of places ask the base when they are first called.
    """
    return {
        "email": lambda text: bool(addresses_in(text)[0]),
        "iso2": code_recogniser(),
        "civility": lambda text: plain(text) in CIVILITIES,
        "country": country_recogniser(),
        "phone": has_phone,
        "post": lambda text: bool(POST.match(plain(text))),
        "function": names_a_job,
        "name": is_name,
    }


def code_recogniser():
    """Whether a text is the code of a country."""
    codes = cache(lambda: set(Country.objects.values_list("iso2", flat=True)))
    return lambda text: text in codes()


def country_recogniser():
    """Whether a text is the name of a country, in one of the spellings known.

    Their normal form, which the base computes, is the plain one but for letters of other scripts.
    """

    @cache
    def names():
        countries, aliases = Country.objects, CountryAlias.objects
        rows = countries.values_list("name_norm").union(aliases.values_list("name_norm"))
        return {name for (name,) in rows}

    return lambda text: not names().isdisjoint(map(plain, label_of(text).texts))


def has_phone(text):
    """Whether a text holds a phone, longer than a year or the code of a commune."""
    return len(re.sub(r"\D", "", phone_of(text)[0])) >= FEWEST_DIGITS


def is_name(text):
    """Whether a text is the names of people in full, doubtful ones too: it is about the column."""
    names = [uncivil(bare_name(part)) for part in people_in(text)]
    return all(FULL_NAME.fullmatch(name) and not is_job(name) for name in names)
