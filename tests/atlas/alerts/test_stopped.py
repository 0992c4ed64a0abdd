"""Alerts stopped in one click, and addresses erased once they want nothing more."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from atlas.alerts import digests
from atlas.models import AlertSubscriber, AlertSubscription
from correspondents.mailing.tokens import give_tokens
from correspondents.models import Message, SignedLink

from ...factories import NewsItemFactory
from .test_alerts import EMAIL, confirmed


@pytest.fixture
def way_out(db):
    confirmed()
    confirmed(page="news", search="nature=legal", label="Textes")
    NewsItemFactory()
    digests.run()
    message = Message.objects.get()
    return message, address_in_headers(message)


def address_in_headers(message):
    way_out = give_tokens(message.headers["List-Unsubscribe"], message.key)
    return way_out.strip("<>").removeprefix("http://localhost:8000")


def test_a_mail_program_stops_all_in_one_click(way_out):
    message, address = way_out
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    page = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert "plus aucune alerte" in page.content.decode()
    assert not AlertSubscription.objects.active().exists()


def test_opening_the_way_out_changes_nothing(client, way_out):
    page = client.get(way_out[1])

    assert AlertSubscription.objects.active().count() == 2
    assert "Textes" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_one_alert_is_stopped_the_other_goes_on(client, way_out):
    one = AlertSubscription.objects.get(label="Textes")

    client.post(way_out[1], {"alerte": one.pk})
    again = client.post(way_out[1], {"alerte": one.pk})
    hostile = client.post(way_out[1], {"alerte": "1; DROP"})

    assert AlertSubscription.objects.active().get().label == "Sénégal"
    assert "déjà arrêtée" in again.content.decode()
    assert hostile.status_code == 200


def test_another_address_alert_is_out_of_reach(client, way_out):
    other = confirmed(email="autre@c.example")

    client.post(way_out[1], {"alerte": other.pk})

    other.refresh_from_db()
    assert other.stopped_at is None


def test_a_link_that_has_expired_stops_nothing(client, way_out):
    SignedLink.objects.update(
        created_at=timezone.now() - timedelta(days=9),
        expires_at=timezone.now() - timedelta(days=1),
    )

    page = client.post(way_out[1])

    assert "a expiré" in page.content.decode()
    assert AlertSubscription.objects.active().count() == 2


# Kept, and erased


def retention():
    call_command("apply_retention")


@pytest.mark.parametrize("days_ago", [29, 31])
def test_what_is_not_confirmed_or_is_stopped_is_erased(db, settings, days_ago):
    settings.RETENTION_ALERTS_DAYS = 30
    then = timezone.now() - timedelta(days=days_ago)
    stopped = confirmed(email="arret@c.example")
    AlertSubscription.objects.filter(pk=stopped.pk).update(stopped_at=then)
    subscriber = AlertSubscriber.objects.create(email="jamais@c.example")
    AlertSubscription.objects.create(
        subscriber=subscriber, country_id="SN", frequency="daily", label="Sénégal", asked_at=then
    )
    confirmed(email="actif@c.example")

    retention()

    kept = set(AlertSubscriber.objects.values_list("email", flat=True))
    assert kept == ({"actif@c.example"} if days_ago > 30 else kept)
    assert len(kept) == (1 if days_ago > 30 else 3)


@pytest.mark.slow
def test_a_person_is_shown_and_erased(db, capsys):
    confirmed()

    call_command("person_data", "erase", EMAIL)
    assert "Abonnés aux alertes : 1." in capsys.readouterr().out
    call_command("person_data", "erase", EMAIL, yes=True)

    assert not AlertSubscriber.objects.exists()
    assert not AlertSubscription.objects.exists()
