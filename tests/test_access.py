"""Who may open what: every address of the site × every kind of person × GET and POST.

The addresses come from the URL resolver: one without a row in `access_rows.py` fails, and so does
a row without its address.
"""

import re
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from .access_rows import PEOPLE, ROWS
from .access_world import World


def addresses():
    """The pattern of every address, as it is read from the root."""
    waiting = [("", get_resolver().url_patterns)]
    while waiting:
        head, patterns = waiting.pop()
        for pattern in patterns:
            whole = head + str(pattern.pattern).lstrip("^").rstrip("$")
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


@pytest.fixture
def world(db):
    return World()


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(set(addresses())) == sorted(ROWS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", sorted(ROWS))
def test_access(world, pattern, method):
    row = ROWS[pattern]

    answered = {person: status_of(world, row, person, method) for person in PEOPLE}

    assert answered == row.expected(method)


def status_of(world, row, person, method):
    """The status that somebody is answered; « sign in » where they are sent to the sign-in page."""
    with taken_back():
        client = Client(raise_request_exception=True)
        world.enter(client, person)
        response = getattr(client, method)(row.address(world, person))
    to = response.headers.get("Location", "")
    if response.status_code == 302 and re.match(r"/compte/(connexion|second-facteur)/", to):
        return "sign in"
    return response.status_code
