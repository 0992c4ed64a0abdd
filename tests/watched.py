"""Which tables are watched: writing one makes another version of the data (ADR 17)."""

from django.db import connection


def watched_tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'data_version'"
        )
        return {name for (name,) in cursor.fetchall()}
