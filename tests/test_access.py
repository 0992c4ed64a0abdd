"""Who may open what: every address of the site × every kind of person × GET and POST.

The addresses come from the URL resolver: one without a row in `access_rows.py` fails, and so does
a row without its address.
"""

import re
from contextlib import contextmanager
from copy import copy

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from .access_rows import PEOPLE, ROWS
from .access_world import World

SIGN_IN = r"/compte/(connexion|second-facteur)/|/admin/login/"


def addresses():
    """The pattern of every address, as it is read from the root."""
    waiting = [("", get_resolver().url_patterns)]
    while waiting:
        head, patterns = waiting.pop()
        for pattern in patterns:
            whole = head + str(pattern.pattern).lstrip("^").rstrip("$")
            whole = re.sub(r"\(\?P<app_label>.*?\)", "<app_label>", whole)
            if isinstance(pattern, URLPattern):
                yield whole
            else:
                waiting.append((whole, pattern.url_patterns))


@contextmanager
def taken_back():
    """What happens in the block leaves nothing in the base."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(set(addresses())) == sorted(ROWS)


@pytest.fixture(scope="module")
def people(written_once):
    """The world, once everybody has signed in or opened their link, and nothing else in it."""
    with written_once():
        world = World()
        for person in PEOPLE:
            world.client(person)
    return world


@pytest.mark.parametrize("pattern", sorted(ROWS))
def test_access(people, db, pattern):
    row, world = ROWS[pattern], copy(people)

    # Who holds a link and no session is a visitor, where the address says nothing of the link.
    same = {} if "{token_" in row.example else {"link": "visitor", "expired": "visitor"}
    asked = [person for person in PEOPLE if person not in same]

    for method in ("get", "post"):
        answered = {person: status_of(world, row, person, method) for person in asked}
        answered |= {person: answered[other] for person, other in same.items()}
        assert (method, answered) == (method, row.expected(method))


def test_opening_a_link_leaves_no_session(people, db):
    assert [people.cookies[person] for person in ("link", "expired")] == [None, None]


def status_of(world, row, person, method):
    """The status that somebody is answered; « in » where they are sent to sign in."""
    address = row.address(world, person)
    client = world.client(person)
    with taken_back():
        response = getattr(client, method)(address)
        if response.streaming:
            list(response)
    to = response.headers.get("Location", "")
    if response.status_code == 302 and re.match(SIGN_IN, to):
        return "in"
    return response.status_code
