"""What a page says of itself on paper: its day and its address."""

import re

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django.utils.formats import date_format

from config.context import paper_address
from correspondents.mailing.tokens import signer

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


def tokened(patterns, before=""):
    """The addresses of the site that open with a token, as templates of text."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from tokened(pattern.url_patterns, address)
        elif ":token>" in address:
            yield address


def test_no_page_behind_a_link_of_a_mail_bears_its_token(rf, settings):
    token = signer("confirmation").sign("0123456789abcdef" * 2)
    addresses = list(tokened(get_resolver().url_patterns))

    on_paper = {
        paper_address(rf.get("/" + re.sub("<[^>]*>", token, address))) for address in addresses
    }

    assert len(addresses) >= 10
    assert on_paper == {f"{settings.SITE_URL}/"}
