"""The rules that the base keeps as functions are those of `projects/sql/`, to the letter."""

import re
from pathlib import Path

import pytest
from django.db import connection

import projects

pytestmark = pytest.mark.django_db
SOURCES = sorted(Path(projects.__path__[0], "sql").glob("*.sql"))
OURS = r"SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'projects\_%'"


def functions():
    """{name: text} of the base's functions, as the base writes them."""
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return dict(cursor.fetchall())


def test_each_function_of_the_base_has_its_source():
    named = re.findall(r"FUNCTION (\w+)", "".join(source.read_text() for source in SOURCES))

    assert sorted(named) == sorted(functions())


def test_a_source_says_what_the_base_does():
    before = functions()

    with connection.cursor() as cursor:
        for source in SOURCES:
            cursor.execute(source.read_text())

    assert functions() == before


@pytest.mark.slow
def test_each_rule_is_said_to_the_base_by_a_trigger_or_to_people_by_a_page():
    """No function is left that nothing calls."""
    root = Path(projects.__path__[0])
    python = [path.read_text() for path in root.rglob("*.py") if "migrations" not in path.parts]
    texts = "\n".join([*python, *(source.read_text() for source in SOURCES)])

    lonely = [name for name in functions() if len(re.findall(rf"\b{name}\b", texts)) < 2]

    assert lonely == []
