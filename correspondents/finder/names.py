"""The index of names, read: every answer of the finder starts from its rows."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Func, Model, QuerySet, TextField

from correspondents.models import Country, SearchName


def in_model_order(model: type[Model], columns: Iterable[str]) -> list[str]:
    """The columns in the order of the fields of the model, as `from_db` reads them."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if field.attname in set(columns)]


OF_A_COUNTRY = in_model_order(Country, ["iso2", "name", "name_norm", "genitive", "is_french"])
COLUMNS = [field.attname for field in SearchName._meta.concrete_fields]
SELECTED = [
    *(f'name."{field.column}"' for field in SearchName._meta.concrete_fields),
    *(f'country."{column}"' for column in OF_A_COUNTRY),
]
TABLE = f'"{SearchName._meta.db_table}"'
SELECT = f"""
SELECT {", ".join(SELECTED)} FROM {TABLE} name
LEFT JOIN "{Country._meta.db_table}" country ON country.iso2 = name.country_code WHERE
"""
BY_SIZE = "-is_capital", "-size", "-is_main", "id"
FIRST_BY_SIZE = ", ".join(f"{name[1:]} DESC" if name[0] == "-" else name for name in BY_SIZE)
MOST_BEGINNING = 40
NEARER = 20  # times: by so much a French authority counts more than a place abroad of its size
LONG_WORD = 5  # letters: a shorter word begins too many names
SUGGESTED = """
text LIKE %s AND is_shown AND (
    (kind = 'country' AND language = 'fr') OR (kind IN ('post', 'authority') AND is_main)
    OR kind IN ('town', 'region')
)
"""
FIRST_SUGGESTED = f"""
CASE kind WHEN 'country' THEN 2 WHEN 'post' THEN 1 ELSE 0 END DESC, is_capital DESC,
CASE kind WHEN 'authority' THEN size * {NEARER} ELSE size END DESC, is_main DESC, id
"""


def names(*kinds: str) -> QuerySet[SearchName]:
    """The names of these kinds with their countries, the biggest first."""
    return with_countries(SearchName.objects.filter(kind__in=kinds)).order_by(*BY_SIZE)


def with_countries(rows: QuerySet[SearchName]) -> QuerySet[SearchName]:
    """The names, with what is read of their countries."""
    of_a_country = [f"country__{column}" for column in OF_A_COUNTRY]
    return rows.select_related("country").only(*COLUMNS, *of_a_country)


def read(
    condition: str, values: Sequence[Any], order: str = FIRST_BY_SIZE, most: int | None = None
) -> list[SearchName]:
    """The names of a condition in SQL, with their countries.

    Each search asks several times: the ORM writes a statement eight times longer than the base and
    the driver take to answer it.
    """
    if most is not None:  # the others are sorted by what orders them alone
        first = f"SELECT id FROM {TABLE} WHERE {condition} ORDER BY {order} LIMIT {most}"
        condition = f"id = ANY(ARRAY({first}))"
    with connection.cursor() as cursor:
        cursor.execute(f"{SELECT} {condition} ORDER BY {order}", values)
        rows = cursor.fetchall()
    countries: dict[str, Country] = {}
    return [_name(row[: len(COLUMNS)], row[len(COLUMNS) :], countries) for row in rows]


def _name(
    row: Sequence[object], country: Sequence[object], countries: dict[str, Country]
) -> SearchName:
    name = SearchName.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
    code = name.country_id
    if code:
        if code not in countries:
            countries[code] = Country.from_db(DEFAULT_DB_ALIAS, OF_A_COUNTRY, country)
        name.country = countries[code]
    return name


class RegionWords(Func):
    """The words of a region's name as the index orders them: « est flandre »."""

    function = "finder_words_of_region"
    output_field = TextField()
    arity = 1


@lru_cache(maxsize=1_000)
def words_in_order(text: str) -> str:
    """The words of a text as the index orders those of a region."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {RegionWords.function}(%s)", [text])
        return str(cursor.fetchone()[0])


def names_of(runs: list[str], parts: Iterable[str]) -> list[SearchName]:
    """The names that are one of the runs of a text, and the entities that are one of its parts:
    the warning appears even when other words surround the name."""
    return read("text = ANY(%s) OR (kind = 'entity' AND text = ANY(%s))", [runs, list(parts)])


def names_beginning(start: str) -> list[SearchName]:
    """The names that begin so and may be suggested: countries, posts, then the biggest places and
    French authorities."""
    if not start:
        return []
    pattern = connection.ops.prep_for_like_query(start)
    return read(SUGGESTED, [f"{pattern}%"], FIRST_SUGGESTED, MOST_BEGINNING)


def longest(rows: Iterable[SearchName]) -> list[SearchName]:
    """The rows of the longest of their texts."""
    rows = list(rows)
    most = max((len(row.text) for row in rows), default=0)
    return [row for row in rows if len(row.text) == most]


def whole(words: list[str]) -> list[str]:
    """The patterns of a name of which each word is a word."""
    return [rf"\m{word}\M" for word in words]


def begun(words: list[str]) -> list[str]:
    """The patterns of a name of which each word is a word, or begins one when it is long enough.

    For short lists of names only: among all the communes, any word begins some name.
    """
    return [rf"\m{word}" if len(word) >= LONG_WORD else rf"\m{word}\M" for word in words]


def matching(patterns: list[str]) -> str:
    """The condition in SQL that a name meets so many patterns."""
    return " AND ".join(["text ~ %s"] * len(patterns))


def regions_of_words(texts: list[str]) -> list[SearchName]:
    """The regions of which a text has the words, in any order."""
    words = [words_in_order(text) for text in texts]
    return read("kind = 'region' AND NOT is_shown AND text = ANY(%s)", [words])
