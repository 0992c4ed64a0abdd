"""An empty base made one operation after the other, then as `migrate` makes it: the same."""

import time
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

from correspondents.management.commands import migrate

from ..catalogue import catalogue
from ..databases import copied_database


def made():
    """(seconds, what the base holds) of the base that Django is connected to, made anew."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        begun = time.perf_counter()
        call_command("migrate", verbosity=0)
        took = time.perf_counter() - begun
        return took, catalogue(cursor)


def test_a_base_is_the_same_made_at_once(django_db_setup, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock(), copied_database("remade") as url:
        monkeypatch.setitem(connection.settings_dict, "NAME", urlsplit(url).path.lstrip("/"))
        at_once, same = made()
        monkeypatch.setattr(migrate, "at_once", lambda operations: operations)
        one_by_one, reference = made()
        connection.close()  # the tests' own base is opened again by whoever asks for it

    print(f"\nbase : {one_by_one:.1f} s une à une, {at_once:.1f} s d’un coup")
    assert all(len(lines) > 100 for lines in same.values())
    assert same == reference
