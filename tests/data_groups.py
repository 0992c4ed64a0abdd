"""Which tables make which versions of the data (ADR 25): what their triggers say."""

import re

from django.db import connection

from correspondents.models import DataChange

TRIGGERS = "SELECT tgrelid::regclass::text, tgargs FROM pg_trigger WHERE tgname = 'data_version'"
INDEX = "correspondents_searchname"  # written by the triggers of its sources, which have versions
SOURCES = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'finder_%'"


def tables_of(groups):
    """The tables whose writing makes another version of one of these groups."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        rows = [(table, bytes(arguments).decode()) for table, arguments in cursor.fetchall()]
    return {table for table, arguments in rows if arguments.rstrip("\0") in set(groups)}


def tables_read(captured):
    """Those of the base that the captured queries name, that of the versions apart.

    In place of the index of names, the sources of the kinds of names that a query reads.
    """
    read = set()
    for query in captured:
        words = set(re.findall(r"\w+", query["sql"]))
        read |= words | (sources_of(words) if INDEX in words else set())
    tables = set(connection.introspection.table_names())
    return read & tables - {DataChange._meta.db_table, INDEX}


def sources_of(words):
    """The tables whose names are in the index, of the kinds among the words; of all without any."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCES)
        rows = [(table, name.split("_")[1]) for table, name in cursor.fetchall()]
    kinds = {kind for _, kind in rows}
    return {table for table, kind in rows if kind in (kinds & words or kinds)}
