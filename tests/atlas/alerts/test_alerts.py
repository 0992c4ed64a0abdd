"""Alerts: confirmed by the address itself, each thing told once."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.alerts import digests
from atlas.models import AlertDelivery, AlertSubscriber, AlertSubscription, Theme
from correspondents.models import Country, Message

from ...factories import CountryNoticeFactory, NewsItemFactory, PartnershipFactory
from ...mailserver import leaving

EMAIL = "mairie@commune.example"


@pytest.fixture(autouse=True)
def _no_clock(settings):
    """A test fills a form faster than a person."""
    settings.FORM_MIN_SECONDS = 0


def ask(client, **values):
    page = client.get("/alertes/", {k: v for k, v in values.items() if k in ("liste", "recherche")})
    opened = page.context["form"]["opened"].value()
    sent = {"email": EMAIL, "frequency": "daily", "opened": opened, **values}
    return client.post("/alertes/", sent)


def address_in(message):
    return re.search(r"http://localhost:8000(/alertes/\S+)", leaving(message))[1]


def confirmed(**values):
    """An alert that was confirmed yesterday; about Senegal unless told otherwise."""
    subscriber, _ = AlertSubscriber.objects.get_or_create(email=values.pop("email", EMAIL))
    about = values if set(values) & {"zone", "theme", "page"} else {"country_id": "SN", **values}
    return AlertSubscription.objects.create(
        subscriber=subscriber,
        confirmed_at=timezone.now() - timedelta(days=1),
        **{"frequency": "daily", "label": "Sénégal", **about},
    )


def today(count=0):
    return timezone.localdate() + timedelta(days=count)


# Asked, confirmed


def test_nothing_is_sent_before_the_address_confirms(client, db):
    response = ask(client, pays="SN")

    alert = AlertSubscription.objects.get()
    assert response.headers["Location"] == "/alertes/demandee/"
    assert (alert.country_id, alert.confirmed_at) == ("SN", None)
    NewsItemFactory()
    assert digests.run() == 0

    address = address_in(Message.objects.get(kind="alert_confirm"))
    assert "Sénégal" in client.get(address).content.decode()
    assert not AlertSubscription.objects.active().exists()
    assert "C’est fait" in client.post(address).content.decode()
    assert AlertSubscription.objects.active().get() == alert
    assert "déjà servi" in client.post(address).content.decode()


def test_a_search_is_followed_as_it_was_filtered(client, db):
    page = client.get("/atlas/?pays=sn&q=&page=1").content.decode()
    assert "/alertes/?liste=atlas&amp;recherche=pays%3Dsn" in page

    ask(client, liste="atlas", recherche="pays=sn")

    alert = AlertSubscription.objects.get()
    assert (alert.page, alert.search) == ("atlas", "pays=sn")
    assert alert.label == "Atlas des partenariats : Sénégal"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "une seule chose"),
        ({"pays": "SN", "theme": "eau"}, "thématique"),
        ({"pays": "ZZ"}, "n’est pas dans la liste"),
        ({"liste": "atlas", "recherche": "pays=zut"}, "ne peut pas être suivie"),
        ({"liste": "atlas", "recherche": "inconnu=1"}, "ne peut pas être suivie"),
        ({"liste": "zut", "recherche": "pays=sn"}, ""),
        ({"pays": "SN", "email": "mairie"}, "Une adresse s’écrit comme"),
        ({"pays": "SN", "frequency": "hourly"}, ""),
    ],
)
def test_the_form_says_what_is_wrong(client, db, values, sentence):
    response = ask(client, **values)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not AlertSubscription.objects.exists()


def test_a_robot_learns_nothing_and_writes_nothing(client, db):
    response = ask(client, pays="SN", suite="http://spam.example")

    assert response.headers["Location"] == "/alertes/demandee/"
    assert not AlertSubscriber.objects.exists()


@pytest.mark.slow
def test_an_address_is_not_flooded(client, db, settings):
    settings.ALERT_REQUESTS_PER_DAY = 2

    statuses = [ask(client, pays=code).status_code for code in ("SN", "TG", "ML")]

    assert statuses == [302, 302, 429]
    assert Message.objects.count() == 2


def test_an_origin_is_limited(client, db, settings):
    settings.FORMS_PER_HOUR = 1

    statuses = [ask(client, pays="SN", email=f"a{n}@c.example").status_code for n in range(2)]

    assert statuses == [302, 429]


def test_asking_again_replaces(db):
    old = confirmed(frequency="weekly")
    new = AlertSubscription.objects.create(
        subscriber=old.subscriber, country_id="SN", frequency="daily", label="Sénégal"
    )

    new.confirm()

    assert AlertSubscription.objects.active().get() == new


def test_the_base_refuses_an_alert_about_two_things(db, senegal):
    with pytest.raises(IntegrityError), transaction.atomic():
        confirmed(zone=senegal.zone, country_id="SN")


# Told


def test_each_thing_is_told_once_whatever_the_alerts_and_the_runs(db, senegal, capsys):
    confirmed()
    confirmed(zone=senegal.zone, label="Zone")
    NewsItemFactory(title="Loi nouvelle")
    CountryNoticeFactory()

    call_command("send_alerts")
    call_command("send_alerts")

    assert capsys.readouterr().out.split("\n")[:2] == ["1 messages écrits", "0 messages écrits"]
    message = Message.objects.get()
    assert message.text.count("Loi nouvelle") == 1
    assert message.text.count("Avis") >= 1
    assert AlertDelivery.objects.count() == 2


def test_what_is_new_the_next_day_is_told_alone(db):
    confirmed()
    NewsItemFactory(title="Première")
    digests.run(today())
    NewsItemFactory(title="Seconde")

    assert digests.run(today()) == 0
    assert digests.run(today(1)) == 1

    message = Message.objects.first()
    assert "Seconde" in message.text
    assert "Première" not in message.text


def test_a_weekly_alert_waits_a_week(db):
    confirmed(frequency="weekly")
    NewsItemFactory()
    assert digests.run(today()) == 1
    NewsItemFactory()

    assert [digests.run(today(count)) for count in range(1, 9)] == [0] * 6 + [1, 0]


def test_what_was_there_before_is_not_told(db):
    confirmed()
    NewsItemFactory(published_at=timezone.now() - timedelta(days=3))
    NewsItemFactory(country=Country.objects.get(pk="JP"))
    NewsItemFactory(draft=True)
    NewsItemFactory(expires_on=today(-1))

    assert digests.run() == 0


def test_a_theme_and_searches_find_their_own(db):
    theme = Theme.objects.filter(level=1).first()
    confirmed(theme=theme, label="Thème", email="theme@c.example")
    confirmed(page="news", search="nature=legal", label="Loi", email="loi@c.example")
    confirmed(page="atlas", search="pays=sn", label="Atlas", email="atlas@c.example")
    NewsItemFactory(title="Avec thème", kind="thematic", themes=[theme])
    NewsItemFactory(title="Sans thème", kind="legal")
    partnership = PartnershipFactory()
    PartnershipFactory(is_sensitive=True)
    PartnershipFactory(partner__country=Country.objects.get(pk="TG"))

    assert digests.run() == 3

    texts = {message.to: message.text for message in Message.objects.all()}
    assert "Avec thème" in texts["theme@c.example"]
    assert "Sans thème" not in texts["theme@c.example"]
    assert "Sans thème" in texts["loi@c.example"]
    assert texts["atlas@c.example"].count("Partenariat : ") == 1
    assert partnership.get_absolute_url() in texts["atlas@c.example"]


def test_a_search_that_can_no_longer_be_read_finds_nothing(db):
    confirmed(page="atlas", search="theme=disparu", label="Atlas")
    PartnershipFactory()

    assert digests.run() == 0


def test_a_long_digest_is_bounded(db, settings):
    settings.ALERT_ITEMS_SHOWN = 2
    confirmed()
    for _ in range(5):
        NewsItemFactory()

    digests.run()

    assert "et 3 de plus" in Message.objects.get().text
    assert AlertDelivery.objects.count() == 5


def test_a_zone_is_followed_by_its_code_whatever_the_address_says(client, db, senegal):
    for said in (senegal.zone_id, senegal.zone.code):
        ask(client, liste="atlas", recherche=f"zone={said}")

    assert set(AlertSubscription.objects.values_list("search", flat=True)) == {
        f"zone={senegal.zone.code}"
    }


def test_the_searches_followed_before_name_their_zone(db, senegal):
    confirmed(page="atlas", search=f"q=eau&zone={senegal.zone_id}", label="Eau")
    migration = import_module("atlas.migrations.0008_what_remains_of_coordination")

    migration.name_zones_in_searches(apps, None)

    assert AlertSubscription.objects.get().search == f"q=eau&zone={senegal.zone.code}"
