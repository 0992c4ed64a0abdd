"""The laws of every form: a refusal is seen, and twice is once.

The forms are read in the pages themselves, at the addresses of `access_rows.py`, which the URL
resolver keeps whole; a form that `form_rows.py` does not fill fails.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import resolve

from correspondents.models import AccessRecord, PostedPage

from .access_rows import ROWS
from .access_world import World
from .factories import PartnershipFactory
from .form_rows import FIRST, NO_PAGE, OPTIONAL, PAGES, filled
from .page_forms import forms_of
from .test_access import taken_back

pytestmark = pytest.mark.slow

ACCOUNT = "compte/"  # one’s own: its pages change the session, and are no acts on the data
UNCOUNTED = {model._meta.db_table for model in (Session, PostedPage, AccessRecord)}
READERS = ["visitor", "post_a", "delegation"]


@pytest.fixture(scope="module")
def world(written_once):
    with written_once():
        world = World()
        PartnershipFactory(partner_id=world.territory)
        for row in [*ROWS.values()]:
            row.address(world, "visitor")
        world.client("post_a"), world.client("delegation")
    return world


@pytest.fixture(autouse=True)
def nobody_is_a_robot(settings):
    settings.FORM_MIN_SECONDS = 0
    settings.FORMS_PER_HOUR = settings.REPORTS_PER_DAY = settings.CONTACTS_PER_DAY = 1000


def routes():
    return [name for name in ROWS if not name.startswith("admin/")]


def forms_at(world, route):
    """(the browser of the first who may read the page of a route, its forms)."""
    row = ROWS[route]
    reader = next((one for one in READERS if row.expected("get")[one] == 200), "visitor")
    client = world.client(reader)
    return client, forms_of(client.get(PAGES.get(route) or row.address(world, reader)))


def route_of(address):
    return resolve(address.split("?")[0]).route


def summary(response):
    """The summary of a refused page, with the fields that it leads to; "" without any."""
    text = response.content.decode()
    found = re.search(r'<div[^>]* id="erreurs"[^>]*>.*?</div>', text, re.DOTALL)
    return found[0] if found else ""


def is_seen(response):
    """Whether a refused page says so: its status, its title, a summary that leads to fields."""
    text, head = response.content.decode(), summary(response)
    anchors = set(re.findall(r'href="#([^"]+)"', head))
    return (
        response.status_code == 422
        and "<title>Erreur : " in text
        and 'role="alert" tabindex="-1" autofocus' in head
        and anchors <= set(re.findall(r'\sid="([^"]+)"', text))
    )


@pytest.mark.parametrize("route", routes())
def test_a_form_sent_blank_is_refused_and_seen(world, db, route):
    client, forms = forms_at(world, route)
    for form in forms:
        target = route_of(form.action)
        for button in form.buttons if form.typed else []:
            with taken_back():
                answer = client.post(button[2], {**form.blank, **named(button)})
                is_taken = answer.status_code == 302 and target in OPTIONAL
                assert is_taken or is_seen(answer), (button, answer.status_code)


def named(button):
    return {button[0]: button[1]} if button[0] else {}


def whole(form):
    """The form filled as the table says, and what is missing in the table."""
    row = filled().get(route_of(form.action), {})
    plain = {name: re.sub(r"[-_]\d+", "", name) for name in form.typed}
    values = {name: row[short] for name, short in plain.items() if short in row}
    return {
        name: form.offers[name][0] if value is FIRST else value for name, value in values.items()
    }


def counts():
    """{table: its number of rows}: those of the history too, so that a change is counted."""
    tables = set(connection.introspection.table_names()) - UNCOUNTED
    rows = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return dict(cursor.fetchall())


@pytest.mark.parametrize("route", [name for name in routes() if not name.startswith(ACCOUNT)])
def test_a_form_sent_twice_writes_once(world, db, route):
    client, forms = forms_at(world, route)
    for form in forms:
        for button in form.buttons:
            with taken_back():
                sent = form.sent(button, **whole(form))
                address, first = button[2], client.post(button[2], sent)
                if "review" in (first.context or {}):  # read first: its own page is the one
                    [review] = forms_of(first)[-1:]
                    address, sent = review.buttons[-1][2], review.sent(review.buttons[-1])
                    first = client.post(address, sent)
                assert first.status_code == 302 or not form.typed, summary(first)
                after = counts()
                second = client.post(address, sent)
                assert second.status_code == first.status_code
                assert second.headers.get("Location") == first.headers.get("Location")
                assert counts() == after


def test_every_form_is_on_a_page_and_every_row_is_of_a_form(world, db):
    on_pages = {
        route_of(button[2])
        for route in routes()
        for form in forms_at(world, route)[1]
        for button in form.buttons
    }
    closed = {405, 404, "in"}
    posted = {name for name in routes() if ROWS[name].expected("post")["post_a"] not in closed}

    assert set(filled()) <= on_pages
    assert (posted - on_pages) - set(NO_PAGE) == set(NO_PAGE) - (posted - on_pages) == set()
