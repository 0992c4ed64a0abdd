"""Sessions end: after half an hour of the delegation's silence, after twelve hours for all."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.middleware import SessionLimits

from ..factories import UserFactory


def age(client, **seconds):
    """Make the session's moments older: `age(client, signed_in_at=3600)`."""
    session = client.session
    for name, ago in seconds.items():
        session[name] = time.time() - ago
    session.save()


@pytest.mark.slow
@pytest.mark.parametrize(("minutes", "is_over"), [(29, False), (31, True)])
def test_the_delegation_is_signed_out_after_half_an_hour_of_silence(
    delegation_client, minutes, is_over
):
    age(delegation_client, **{SessionLimits.SEEN: minutes * 60})

    response = delegation_client.get("/admin/", follow=True)

    assert bool(response.redirect_chain) is is_over
    assert ("inactif depuis 30 minutes" in response.content.decode()) is is_over


def test_a_post_may_be_silent(client, dakar):
    client.force_login(UserFactory(post=dakar))
    age(client, **{SessionLimits.SEEN: 3 * 3600})

    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize(("hours", "is_over"), [(11.9, False), (12.1, True)])
def test_a_session_lasts_twelve_hours_from_the_sign_in_whatever_one_does(
    client, dakar, hours, is_over
):
    client.force_login(UserFactory(post=dakar))
    age(client, **{SessionLimits.STARTED: hours * 3600, SessionLimits.SEEN: 1})

    response = client.get("/compte/", follow=True)

    assert ("Votre session a duré 12 heures" in response.content.decode()) is is_over
    assert bool(response.redirect_chain) is is_over


def test_a_session_is_written_once_a_minute_at_most(delegation_client):
    def writes():
        with CaptureQueriesContext(connection) as queries:
            delegation_client.get("/compte/")
        return sum("UPDATE" in q["sql"] and "django_session" in q["sql"] for q in queries)

    age(delegation_client, **{SessionLimits.SEEN: 61})

    assert [writes(), writes(), writes()] == [1, 0, 0]
    assert delegation_client.session[SessionLimits.SEEN] > time.time() - 30


@pytest.mark.parametrize("address", ["/", "/pays/sn/", "/plan-du-site/", "/nulle-part/"])
def test_every_public_page_leads_who_is_signed_in_back_to_their_own(client, dakar, address):
    assert "/espace-poste/" not in client.get(address).content.decode()

    client.force_login(UserFactory(post=dakar))

    page = client.get(address).content.decode()
    assert '<a href="/espace-poste/">Mon espace</a>' in page
    assert "Espace des postes" not in page


def test_public_pages_lead_the_delegation_back_to_its_board(delegation_client):
    page = delegation_client.get("/pays/").content.decode()
    assert '<a href="/admin/">Tableau</a>' in page
    assert "Mon espace" not in page
