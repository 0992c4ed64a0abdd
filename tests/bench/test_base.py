"""An empty base made one operation after the other, then as `migrate` makes it: the same."""

import time
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

from correspondents.management.commands import migrate

from ..databases import copied_database

CATALOGUE = [
    "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,"
    " attidentity, attgenerated, pg_get_expr(adbin, adrelid),"
    " row_number() OVER (PARTITION BY attrelid ORDER BY attnum)"
    " FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
    " WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
]


def made():
    """(seconds, what the base holds) of the base that Django is connected to, made anew."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        begun = time.perf_counter()
        call_command("migrate", verbosity=0)
        took = time.perf_counter() - begun
        found = []
        for query in CATALOGUE:
            cursor.execute(query)
            found.append(sorted(map(repr, cursor.fetchall())))
    return took, found


def test_a_base_is_the_same_made_at_once(django_db_setup, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock(), copied_database("remade") as url:
        monkeypatch.setitem(connection.settings_dict, "NAME", urlsplit(url).path.lstrip("/"))
        at_once, same = made()
        monkeypatch.setattr(migrate, "at_once", lambda operations: operations)
        one_by_one, reference = made()
        connection.close()  # the tests' own base is opened again by whoever asks for it

    print(f"\nbase : {one_by_one:.1f} s une à une, {at_once:.1f} s d’un coup")
    assert [len(lines) > 100 for lines in same] == [True] * len(CATALOGUE)
    assert same == reference
