"""Exact names: the countries and posts whose full name is a run of words of a text.

Every lookup takes `runs`, the phrases of a text in normal form (`phrases`), and reads the longest
that is a name: « ambassade de france au togo » means Togo, not France.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Cast

from correspondents.models import (
    Country,
    CountryAlias,
    Coverage,
    Post,
    UnrecognisedEntity,
)
from correspondents.records.text import normalise

MOST_WORDS = 12
CODES_OF_THE_UNION = {"UK": "GB", "EL": "GR"}
OWN, ALIAS, SCOPE, ENTITY = "own", "alias", "scope", "entity"
Thing = TypeVar("Thing")

# Words that name the thing searched for, not its place.
NOISE_TEXT = """
a adresse ambassade ambassadeur antenne au aux avec bureau capitale chez collectivite
commune conseil consul consulat contact contacter contacts cooperation correspondant
correspondante correspondants courriel d dans de decentralisee departement departemental des du
ecrire
email en et est francais francaise france general generale gouvernementale jumelage
jumelee l la le les mail mairie mel municipal non numero ou par partenariat pays post poste pour
pres projet province qui quel region regional representation service sur tel telephone territoire
trouver un une ville
"""
NOISE = frozenset(NOISE_TEXT.split())


def phrases(normalised: str, whole: bool = True) -> list[str]:
    """The runs of words that the text may name a place by, longest first.

    With `whole`, only words that name no place are left out, at either end;
    without, any words are, as long as something of four letters remains.
    """
    words = normalised.split()[:MOST_WORDS]
    count = len(words)
    runs = [(i, j) for i in range(count) for j in range(i + 1, count + 1)]
    if whole:
        runs = [(i, j) for i, j in runs if NOISE.issuperset(words[:i] + words[j:])]
    else:
        runs = [
            (i, j)
            for i, j in runs
            if not NOISE.issuperset(words[i:j]) and len(" ".join(words[i:j])) >= 4
        ]
    return sorted({" ".join(words[i:j]) for i, j in runs}, key=lambda run: (-len(run), run))


def longest(matches: Iterable[tuple[str, Thing]]) -> list[Thing]:
    """The things with the longest phrase of [(phrase, thing)], each once."""
    matches = list(matches)
    most = max((len(phrase) for phrase, _ in matches), default=0)
    return list(dict.fromkeys(thing for phrase, thing in matches if len(phrase) == most))


@dataclass(frozen=True)
class Bearer:
    """The owner of an exact name: a country by its own name or an alias, a part of a country
    that a post serves, or an entity that France does not recognise. `code` is the country's
    ISO code, the post's slug, or ""."""

    kind: str
    phrase: str
    code: str
    label: str


def bearers_of(runs: Iterable[str], parts: Iterable[str]) -> list[Bearer]:
    """Return the owners of the names among the phrases, in one query.

    Entities are searched for in `parts`, all the phrases of the text: the warning appears even
    when other words surround the name.
    """
    own = Country.objects.filter(name_norm__in=runs)
    aliases = CountryAlias.objects.filter(name_norm__in=runs)
    scopes = Coverage.objects.current().filter(scope_norm__in=runs)
    entities = UnrecognisedEntity.objects.filter(name_norm__in=parts)
    rows = _bearers(OWN, own, "name_norm", "iso2", "name").union(
        _bearers(ALIAS, aliases, "name_norm", "country_id", "country__name"),
        _bearers(SCOPE, scopes, "scope_norm", "post__slug", "post__name"),
        _bearers(ENTITY, entities, "name_norm", Value(""), "name"),
        all=True,
    )
    return [Bearer(*row) for row in rows]


def _bearers(kind: str, rows: QuerySet, *columns: str | Value) -> QuerySet:
    texts = [Cast(column, models.TextField()) for column in columns]
    return rows.order_by().values_list(Value(kind, output_field=models.TextField()), *texts)


def countries_in(bearers: list[Bearer], text: str) -> list[tuple[str, str]]:
    """The countries of the longest name among the bearers, likeliest first, as (code, label).

    An own name wins over an alias; a text that is a code in capitals and no name is a code.
    """
    rows = longest([(row.phrase, row) for row in bearers if row.kind in (OWN, ALIAS)])
    if own := [row for row in rows if row.kind == OWN]:
        rows = own
    if not rows and text.isascii() and text.isupper() and len(text) in (2, 3):
        text = CODES_OF_THE_UNION.get(text, text)
        code = Q(iso2=text) | Q(iso3=text)
        return list(Country.objects.filter(code).order_by().values_list("iso2", "name"))
    return served_first(list(dict.fromkeys((row.code, row.label) for row in rows)))


def served_first(countries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The homonyms that a working post serves, then the others: people search for them less."""
    if len(countries) < 2:
        return countries
    served = set(
        Coverage.objects.current()
        .filter(country__in=[code for code, _ in countries], post__status__in=Post.WORKING)
        .values_list("country_id", flat=True)
    )
    return sorted(countries, key=lambda country: country[0] not in served)


def posts_at(runs: list[str]) -> list[Post]:
    """The posts in the city of the longest phrase; the city's own country before a guest."""
    posts = Post.objects.filter(Q(city_norm__in=runs) | Q(city_en_norm__in=runs)).select_related(
        "country"
    )
    matches = [
        (max({post.city_norm, post.city_en_norm} & set(runs), key=len), post) for post in posts
    ]
    return sorted(
        longest(matches),
        key=lambda post: (normalise(post.country.capital) != post.city_norm, post.kind, post.pk),
    )
