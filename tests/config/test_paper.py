"""What a page says of itself on paper: its day and its address."""

import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format

pytestmark = pytest.mark.django_db


def on_paper(client, address):
    page = client.get(address).content.decode()
    return re.search(r'<p class="on-paper[^>]*>(.*?)</p>', page)[1].replace("\xa0", " ")


def today():
    return date_format(timezone.localdate(), "j F Y")


@pytest.mark.parametrize("address", ["/pays/sn/", "/postes/dakar/", "/atlas/?pays=sn"])
def test_a_page_bears_its_day_and_its_address(client, settings, address):
    settings.SITE_URL = "https://annuaire.example"
    before = today()

    line = on_paper(client, address)

    assert line in {
        f"Page du {day} : https://annuaire.example{address}" for day in (before, today())
    }


def test_the_address_of_a_cached_page_has_no_parameter_that_it_does_not_read(client):
    assert "visiteur" not in on_paper(client, "/pays/sn/?visiteur=untel")
