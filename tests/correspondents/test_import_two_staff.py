"""Two people at once: plans applied by two processes, an edit during one; nothing is lost."""

import json

import psycopg
import pytest

from ..databases import copied_database, manage, start_manage
from .test_import import ANAIS, workbook

OTHER = [*ANAIS[:4], "b@diplomatie.example", None]
FIRST = [*ANAIS[:4], "depart@diplomatie.example", None]
KEEP = """
import sys
from correspondents.imports.batches import plan_batch, receive
with open(sys.argv[-1], "rb") as file:
    print(plan_batch(receive(file, "liste.xlsx")).pk)
"""


@pytest.fixture(scope="module")
def base(django_db_setup):
    """A database of its own with the network in, and a connection that commits at once."""
    with copied_database("two_staff") as url:
        manage("load_reference", DATABASE_URL=url)
        with psycopg.connect(url, autocommit=True) as connection:
            yield url, connection


@pytest.fixture
def somebody(base, tmp_path):
    """The base with Anaïs in; returns (url, connection, function that keeps a plan)."""
    url, connection = base
    connection.execute("DELETE FROM correspondents_correspondent")

    def keep(*rows):
        path = tmp_path / "liste.xlsx"
        path.write_bytes(workbook(rows).read())
        code = KEEP.replace("sys.argv[-1]", repr(str(path)))
        return manage("shell", "--no-imports", "-c", code, DATABASE_URL=url).strip()

    manage("run_import", keep(FIRST), "apply", DATABASE_URL=url)
    return url, connection, keep


def states(connection, *numbers):
    rows = connection.execute(
        "SELECT state FROM correspondents_importbatch WHERE id = ANY(%s) ORDER BY id",
        [[int(number) for number in numbers]],
    )
    return sorted(state for (state,) in rows)


def emails(connection):
    rows = connection.execute("SELECT email FROM correspondents_correspondent")
    return [email for (email,) in rows]


def apply_at_once(url, *numbers):
    running = [start_manage("run_import", number, "apply", DATABASE_URL=url) for number in numbers]
    return [process.communicate()[0] for process in running]


def test_two_plans_for_the_same_person_do_not_overwrite_each_other(somebody):
    url, connection, keep = somebody
    one, two = keep(ANAIS), keep(OTHER)

    apply_at_once(url, one, two)

    assert states(connection, one, two) == ["applied", "planned"]
    (report,) = connection.execute(
        "SELECT report FROM correspondents_importbatch WHERE state = 'planned' AND id = ANY(%s)",
        [[int(one), int(two)]],
    ).fetchone()
    report = report if isinstance(report, dict) else json.loads(report)
    assert report["moved"] == [["Liste", 2]]
    old, _ = report["rows"][0]["changes"]["email"]
    assert emails(connection) == [old]


def test_a_plan_applied_by_two_people_at_once_is_applied_once(somebody):
    url, connection, keep = somebody
    number = keep(OTHER)

    printed = apply_at_once(url, number, number)

    assert states(connection, number) == ["applied"]
    assert sum("ne peut plus être appliqué" in text for text in printed) == 1
    history = connection.execute(
        "SELECT count(*) FROM correspondents_correspondentevent e, correspondents_importbatch b"
        " WHERE b.id = %s AND email = 'b@diplomatie.example' AND pgh_created_at > b.created_at",
        [number],
    )
    assert history.fetchone() == (1,)


def test_an_edit_under_way_is_waited_for_and_kept(somebody):
    url, connection, keep = somebody
    number = keep(OTHER)

    with psycopg.connect(url) as editor:
        editor.execute("UPDATE correspondents_correspondent SET email = 'main@diplomatie.example'")
        applying = start_manage("run_import", number, "apply", DATABASE_URL=url)
        wait_for_the_lock(connection)
        editor.commit()
    applying.communicate()

    assert emails(connection) == ["main@diplomatie.example"]
    assert states(connection, number) == ["planned"]


def wait_for_the_lock(connection):
    """Until a process waits for what another one holds."""
    waiting = "SELECT pg_sleep(0.02), count(*) FROM pg_locks WHERE NOT granted"
    while not connection.execute(waiting).fetchone()[1]:
        pass
