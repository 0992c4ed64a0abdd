"""The law of every form: a refusal is seen.

The forms are read in the pages themselves, at the addresses of `access_rows.py`, which the URL
resolver keeps whole; a form that `form_rows.py` does not fill fails.
"""

import re

import pytest

from .access_rows import ROWS
from .access_world import World
from .factories import PartnershipFactory
from .form_rows import NO_PAGE, OPTIONAL, PAGES, filled, route_of
from .page_forms import forms_of
from .test_access import taken_back

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobody_is_a_robot")]

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


def routes():
    return [name for name in ROWS if not name.startswith("admin/")]


def forms_at(world, route):
    """(the browser of the first who may read the page of a route, its forms)."""
    row = ROWS[route]
    reader = next((one for one in READERS if row.expected("get")[one] == 200), "visitor")
    client = world.client(reader)
    address = PAGES[route].format_map(world) if route in PAGES else row.address(world, reader)
    page = client.get(address)
    if page.streaming:
        list(page)
    return client, forms_of(page)


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


def test_every_form_is_on_a_page_and_every_row_is_of_a_form(world, db):
    on_pages = {
        route_of(button[2])
        for route in routes()
        for form in forms_at(world, route)[1]
        for button in form.buttons
    }
    closed = {405, 404, "in"}
    posted = {name for name in routes() if ROWS[name].expected("post")["post_a"] not in closed}

    assert {name for name in filled() if not name.startswith("admin/")} <= on_pages
    assert (posted - on_pages) - set(NO_PAGE) == set(NO_PAGE) - (posted - on_pages) == set()
