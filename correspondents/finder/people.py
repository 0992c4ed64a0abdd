"""People by the words of their names. Mostly nobody has them: that is asked first, at low cost."""

from django.db import connection

from correspondents.models import Correspondent

MOST = 12
FEWEST_LETTERS = 3  # of a word that tells somebody
KEYS = f'SELECT id FROM "{Correspondent._meta.db_table}" WHERE '


def named_people(patterns: list[str]) -> list[Correspondent]:
    """Some people with their posts, whose name meets all the patterns, and is public."""
    keys = _keys(" AND ".join(["name_norm ~ %s"] * len(patterns)), patterns)
    if not keys:
        return []
    people = Correspondent.objects.published().named_in_public().filter(pk__in=keys)
    keys = list(people.values_list("pk", flat=True)[:MOST])
    return list(Correspondent.objects.filter(pk__in=keys).with_post()) if keys else []


def begins_somebody(normalised: str) -> bool:
    """Whether a word of the text begins one of anybody's name, or is too short to tell."""
    words = _long(normalised)
    return not words or _has_one(rf"\m({'|'.join(words)})")


def names_somebody(normalised: str) -> bool:
    """Whether a word of the text is part of the name of anybody in the base, departed included."""
    words = _long(normalised)
    return bool(words) and _has_one(rf"\m({'|'.join(words)})\M")


def _long(normalised: str) -> list[str]:
    return [word for word in normalised.split() if len(word) >= FEWEST_LETTERS]


def _has_one(pattern: str) -> bool:
    return bool(_keys("name_norm ~ %s LIMIT 1", [pattern]))


def _keys(condition: str, values: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(KEYS + condition, values)
        return [key for (key,) in cursor.fetchall()]
