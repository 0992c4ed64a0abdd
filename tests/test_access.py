"""Who may open what: every address of the site × every kind of person × GET and POST.

The addresses come from the URL resolver: one without a row in `access_rows.py` fails, and so does
a row without its address. The admin's have one gate, so all but a few are asked by the delegation
alone; `make drill` asks them all as everybody.
"""

import re
from contextlib import contextmanager
from copy import copy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import URLPattern, get_resolver

from correspondents.models import User

from .access_rows import PEOPLE, ROWS
from .access_world import World

pytestmark = pytest.mark.slow

SIGN_IN = r"/compte/(connexion|second-facteur)/|/admin/login/"
# The admin's addresses that everybody asks in `make test`: its home, a list, a page of a row, a
# page of ours and a file of ours.
AT_THE_GATE = {
    "admin/",
    "admin/correspondents/correspondent/",
    "admin/correspondents/post/<path:object_id>/change/",
    "admin/projects/committee/<int:pk>/decisions/",
    "admin/projects/call/<int:pk>/avis.<str:format>",
}
# Those that the gate lets everybody through.
OPEN = {"admin/login/", "admin/logout/"}


def addresses():
    """{pattern of every address, as it is read from the root: its view}."""
    views, waiting = {}, [("", get_resolver().url_patterns)]
    while waiting:
        head, patterns = waiting.pop()
        for pattern in patterns:
            whole = head + str(pattern.pattern).lstrip("^").rstrip("$")
            whole = re.sub(r"\(\?P<app_label>.*?\)", "<app_label>", whole)
            if isinstance(pattern, URLPattern):
                views[whole] = pattern.callback
            else:
                waiting.append((whole, pattern.url_patterns))
    return views


BEHIND_THE_GATE = [name for name in ROWS if name.startswith("admin/") and name not in OPEN]


@contextmanager
def taken_back():
    """What happens in the block leaves nothing in the base."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(addresses()) == sorted(ROWS)


@pytest.fixture(scope="module")
def people(written_once):
    """The world, once everybody has signed in or opened their link, and nothing else in it."""
    with written_once():
        return World.signed_in(*PEOPLE)


@pytest.mark.parametrize("pattern", sorted(ROWS))
def test_access(people, db, pattern):
    """The admin's addresses as the delegation alone: its gate is held by the test below, and the
    other people by `test_access_of_everybody` in `make drill`."""
    is_thinned = pattern in BEHIND_THE_GATE and pattern not in AT_THE_GATE
    check_access(people, pattern, ["delegation"] if is_thinned else PEOPLE)


@pytest.mark.drill
@pytest.mark.parametrize("pattern", BEHIND_THE_GATE)
def test_access_of_everybody(people, db, pattern):
    check_access(people, pattern, PEOPLE)


def check_access(people, pattern, who):
    """Those who ask for the address are answered what its row says."""
    row, world = ROWS[pattern], copy(people)

    # Who holds a link and no session is a visitor, where the address says nothing of the link.
    same = {} if "{token_" in row.example else {"link": "visitor", "expired": "visitor"}
    asked = [person for person in who if person not in same]

    for method in ("get", "post"):
        answered = {person: status_of(world, row, person, method) for person in asked}
        answered |= {person: answered[same[person]] for person in who if person in same}
        expected = row.expected(method)
        assert (method, answered) == (method, {person: expected[person] for person in who})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("user", [AnonymousUser(), User(post_function="validates")])
def test_no_view_of_the_admin_is_reached_but_through_its_gate(rf, user, method):
    """Each view is wrapped by `admin_view`: whom the site refuses is sent to sign in instead."""
    request, views = getattr(rf, method)("/admin/une-page/"), addresses()
    request.user, request._dont_enforce_csrf_checks = user, True
    for pattern in BEHIND_THE_GATE:
        response = views[pattern](request)
        assert (pattern, response.status_code) == (pattern, 302)
        assert response.headers["Location"].startswith("/admin/login/")


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
