"""Which tables make which versions of the data (ADR 25): what their triggers say."""

import re

from django.db import connection

from correspondents.models import DataChange

TRIGGERS = "SELECT tgrelid::regclass::text, tgargs FROM pg_trigger WHERE tgname = 'data_version'"


def tables_of(groups):
    """The tables whose writing makes another version of one of these groups."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        rows = [(table, bytes(arguments).decode()) for table, arguments in cursor.fetchall()]
    return {table for table, arguments in rows if arguments.rstrip("\0") in set(groups)}


def tables_read(captured):
    """Those of the base that the captured queries name, that of the versions apart."""
    words = {word for query in captured for word in re.findall(r"\w+", query["sql"])}
    return words & set(connection.introspection.table_names()) - {DataChange._meta.db_table}
