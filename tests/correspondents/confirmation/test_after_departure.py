"""After a departure, each link says what the entry is now, and offers nothing that is decided."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Proposal, SignedLink

from ...factories import UserFactory
from .test_pages import BOX, address, leave
from .test_pages import person as person  # the fixture

pytestmark = pytest.mark.slow
GONE = {"reponse": "parti"}


def day(days):
    return timezone.localdate() + timedelta(days=days)


def said(client, path):
    return " ".join(client.get(path).content.decode().replace("\xa0", " ").split())


@pytest.fixture
def own(client, person):
    """The person's own link, answered « je ne suis plus en poste » for this day."""

    def answered(days):
        path = address(person)
        leave(client, path, last_day=day(days))
        return path

    return answered


@pytest.mark.parametrize(
    ("days", "told"),
    [(-3, "L’entrée n’est plus publique"), (20, "L’entrée reste publique jusqu’au soir")],
)
def test_once_recorded_the_page_tells_the_day_and_whether_the_entry_is_shown(
    client, person, own, days, told
):
    path = own(days)
    client.post(address(person, "departure", to=BOX), GONE)

    page = said(client, path)

    assert f"Dernier jour dans l’annuaire : le {date_format(day(days), 'j F Y')}" in page
    assert told in page
    assert "le poste est averti" not in page
    assert "le poste en est averti" not in page
    in_office = "Interrogée" in client.get("/pays/sn/").content.decode()
    assert in_office == (days > 0)


def test_when_the_post_keeps_the_person_the_page_says_that_the_entry_is_shown(client, person, own):
    path = own(-3)
    client.post(address(person, "departure", to=BOX), {"reponse": "reste"})

    page = said(client, path)

    assert "L’entrée est publique" in page
    assert "L’entrée n’est plus publique" not in page
    assert "Interrogée" in client.get("/pays/sn/").content.decode()


def test_the_link_of_another_decider_says_what_was_decided(client, person, own):
    own(-3)
    other = address(person, "departure", to="autre@diplomatie.example")
    client.post(address(person, "departure", to=BOX), GONE)

    page = said(client, other)

    assert f"Dernier jour dans l’annuaire : le {date_format(day(-3), 'j F Y')}" in page
    assert "Répondez depuis l’espace du poste" not in page
    assert 'value="parti"' not in page


def test_a_departure_decided_on_another_screen_leaves_no_live_form(client, person, own, dakar):
    own(-3)
    other = address(person, "departure", to="autre@diplomatie.example")
    for proposal in Proposal.objects.pending():
        proposal.accept(by=UserFactory(post=dakar))
    assert SignedLink.objects.open().filter(purpose="departure").exists()

    page = said(client, other)

    assert "Dernier jour dans l’annuaire" in page
    assert 'name="reponse"' not in page


def test_who_has_left_is_told_so_by_a_link_to_confirm(client, person):
    person.end_tenure(on=day(-3))

    page = said(client, address(person))

    assert f"Dernier jour dans l’annuaire : le {date_format(day(-3), 'j F Y')}" in page
    assert "il n’y a rien à confirmer" in page


def test_who_will_leave_is_told_so_by_a_link_to_confirm(client, person):
    person.end_tenure(on=day(30))

    page = said(client, address(person))

    assert f"Dernier jour dans l’annuaire : le {date_format(day(30), 'j F Y')}" in page
    assert "Tout est exact" in page
