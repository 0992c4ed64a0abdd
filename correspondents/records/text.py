"""Text as the finder compares it: one SQL function, called from queries and stored columns."""

from django.db import connection, models

WORDS_READ = 8  # of a search: each costs a look at all the names


class Normalised(models.Func):
    """`norm_fr(text)`: lower case, no accent, ligature, apostrophe, hyphen, dot or bracket.

    The function is created by the first migration. A column built on it is
    stored by the database, so that bulk writes cannot forget it.
    """

    function = "norm_fr"
    output_field = models.TextField()
    arity = 1


def normalised_field(*fields):
    """A column stored by the database: the given text fields joined, then normalised."""
    expression = models.F(fields[0])
    for field in fields[1:]:
        expression = JoinedBySpace(expression, models.F(field))
    return models.GeneratedField(
        expression=Normalised(expression), output_field=models.TextField(), db_persist=True
    )


class JoinedBySpace(models.Func):
    """`a || ' ' || b`: immutable, as a stored column requires, where CONCAT() is not."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    arity = 2
    output_field = models.TextField()


def normalise(text):
    """The normal form of a text, by the database's own function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT norm_fr(%s)", [text])
        return cursor.fetchone()[0]


def words_of(text):
    """The words that a search reads in a text, in their normal form."""
    return normalise(text).split()[:WORDS_READ]
