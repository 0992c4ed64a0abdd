"""The doors of the demonstration: two links, once each, on this machine, never in production."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from scripts.demonstration.doors import doors

from .test_settings import manage

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses():
    return {who: urlsplit(address).path for who, address in doors()}


def test_each_opens_what_it_says_once(addresses):
    for who, leads in (("la délégation", "/admin/"), ("le poste de Dakar", "/espace-poste/")):
        browser = Client()
        assert "Me connecter" in browser.get(addresses[who]).content.decode()

        entered = browser.post(addresses[who])

        assert entered.headers["Location"] == leads
        assert browser.get(leads).status_code == 200
        assert Client().post(addresses[who]).status_code == 410


def test_from_another_machine_none_of_the_delegation_opens(addresses):
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")

    assert elsewhere.get(addresses["la délégation"]).status_code == 410
    assert elsewhere.post(addresses["la délégation"]).status_code == 410
    assert Client().get(addresses["la délégation"]).status_code == 200


def test_the_link_of_a_post_does_not_open_the_other_door(addresses):
    token = addresses["le poste de Dakar"].rstrip("/").rpartition("/")[2]

    assert Client().get(f"/demonstration/{token}/").status_code == 410


def test_the_accounts_are_made_once(addresses):
    again = {who: urlsplit(address).path for who, address in doors()}

    assert again.keys() == addresses.keys()
    assert again.values() != addresses.values()


@pytest.mark.slow
def test_in_production_there_is_no_door():
    code = "from django.urls import resolve; resolve('/demonstration/x/')"

    done = manage("shell", "--no-imports", "-c", code)

    assert "Resolver404" in done.stderr
