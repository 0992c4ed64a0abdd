"""The index of names, read: every answer of the finder starts from its rows."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When

from correspondents.models import SearchName

OF_A_COUNTRY = [f"country__{name}" for name in "iso2 name name_norm genitive is_french".split()]
COLUMNS = [field.name for field in SearchName._meta.concrete_fields]
BY_SIZE = "-is_capital", "-size", "-is_main", "pk"
MOST_BEGINNING = 40
NEARER = 20  # times: by so much a French authority counts more than a place abroad of its size
LONG_WORD = 5  # letters: a shorter word begins too many names


def names(*kinds: str) -> QuerySet[SearchName]:
    """The names of these kinds with their countries, the biggest first."""
    return with_countries(SearchName.objects.filter(kind__in=kinds)).order_by(*BY_SIZE)


def with_countries(rows: QuerySet[SearchName]) -> QuerySet[SearchName]:
    """The names, with what is read of their countries."""
    return rows.select_related("country").only(*COLUMNS, *OF_A_COUNTRY)


class RegionWords(Func):
    """The words of a region's name as the index orders them: « est flandre »."""

    function = "finder_words_of_region"
    output_field = TextField()
    arity = 1


def names_of(runs: list[str], parts: Iterable[str]) -> list[SearchName]:
    """The names that are one of the runs of a text, and the entities that are one of its parts:
    the warning appears even when other words surround the name."""
    named = Q(text__in=runs) | Q(kind="entity", text__in=parts)
    return list(with_countries(SearchName.objects.filter(named)).order_by(*BY_SIZE))


def names_beginning(start: str) -> list[SearchName]:
    """The names that begin so and may be suggested: countries, posts, then the biggest places and
    French authorities."""
    suggested = (
        Q(kind="country", language="fr")
        | Q(kind__in=["post", "authority"], is_main=True)
        | Q(kind__in=["town", "region"])
    )
    rank = Case(
        When(kind="country", then=Value(2)), When(kind="post", then=Value(1)), default=Value(0)
    )
    weight = Case(When(kind="authority", then=F("size") * NEARER), default=F("size"))
    rows = SearchName.objects.filter(suggested, text__startswith=start, is_shown=True)
    rows = rows.order_by(rank.desc(), "-is_capital", weight.desc(), "-is_main", "pk")
    return list(with_countries(rows)[:MOST_BEGINNING]) if start else []


def longest(rows: Iterable[SearchName]) -> list[SearchName]:
    """The rows of the longest of their texts."""
    rows = list(rows)
    most = max((len(row.text) for row in rows), default=0)
    return [row for row in rows if len(row.text) == most]


def holding(words: list[str]) -> Q:
    """The condition that every word is a word of the name."""
    return reduce(and_, (Q(text__regex=rf"\m{word}\M") for word in words))


def beginning(words: list[str], column: str = "text") -> Q:
    """The condition that every word is a word of the name, or begins one when it is long enough.

    For short lists of names only: among all the communes, any word begins some name.
    """
    ends = {word: "" if len(word) >= LONG_WORD else r"\M" for word in words}
    return reduce(and_, (Q(**{f"{column}__regex": rf"\m{word}{ends[word]}"}) for word in words))
