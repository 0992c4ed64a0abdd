"""What was typed on any page of the site is given back in words, whoever's page it is."""

from copy import copy

import pytest

from config.pages.expired import readable

from ..access_rows import ROWS
from ..access_world import World
from ..form_rows import PAGES, filled

pytestmark = pytest.mark.slow
OWNERS = {"espace-poste": "post_a", "admin": "delegation"}


@pytest.fixture(scope="module")
def people(written_once):
    with written_once():
        return World.signed_in("visitor", *OWNERS.values())


def test_what_was_typed_is_given_back_on_each_page(people, db):
    world = copy(people)
    for pattern, values in filled().items():
        person = OWNERS.get(pattern.partition("/")[0], "visitor")
        address = PAGES.get(pattern) or ROWS[pattern].address(world, person)
        page = world.client(person).get(address)
        fields = [[name, str(value)] for name, value in values.items()]

        shown = {text for _, text in readable(page.wsgi_request, address, fields)}

        assert {text for _, text in fields if " " in text} <= shown, pattern
