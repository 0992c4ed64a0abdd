"""Feeds and calendars, read by programs that are not ours."""

from datetime import timedelta

import atoma
import pytest
import vobject
from django.utils import timezone

from correspondents.models import Country

from ...factories import (
    CountryNoticeFactory,
    NewsItemFactory,
)

pytestmark = pytest.mark.django_db


def days(count):
    return timezone.localdate() + timedelta(days=count)


def feed(client, address):
    response = client.get(address)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return atoma.parse_atom_bytes(response.content)


def titles(found):
    return [entry.title.value for entry in found.entries]


def calendar(client, query=""):
    response = client.get(f"/agenda.ics{query}")
    assert response.headers["Content-Type"].startswith("text/calendar")
    return vobject.readOne(response.content.decode(), validate=True)


def summaries(found):
    return [event.summary.value for event in found.contents.get("vevent", [])]


def test_a_country_has_its_feed_of_news_and_notices(client, senegal):
    NewsItemFactory(title="Loi", country=senegal)
    NewsItemFactory(title="Zone", country=None, zone=senegal.zone)
    NewsItemFactory(title="Togo", country=Country.objects.get(pk="TG"))
    NewsItemFactory(title="Brouillon", draft=True)
    NewsItemFactory(title="Passée", expires_on=days(-1))
    CountryNoticeFactory()

    found = feed(client, "/pays/sn/flux.atom")

    assert set(titles(found)) == {
        "Loi (Sénégal)",
        f"Zone ({senegal.zone.name})",
        "Avis, Sénégal : information",
    }
    assert client.get("/pays/zz/flux.atom").status_code == 404


def test_the_feed_of_the_list_takes_its_filters(client, senegal):
    NewsItemFactory(title="Loi", kind="legal")
    NewsItemFactory(title="Appel", kind="opportunity", country=Country.objects.get(pk="JP"))

    assert len(feed(client, "/actualites/flux.atom").entries) == 2
    assert titles(feed(client, "/actualites/flux.atom?nature=legal")) == ["Loi (Sénégal)"]
    assert titles(feed(client, f"/actualites/flux.atom?zone={senegal.zone_id}")) == [
        "Loi (Sénégal)"
    ]


@pytest.mark.parametrize(
    "address",
    ["/actualites/flux.atom?nature=zut", "/actualites/flux.atom?pays=zz", "/agenda.ics?zone=zut"],
)
def test_a_filter_that_cannot_be_read_is_told(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "valeur refusée pour" in response.content.decode()


def test_an_entry_keeps_its_identifier_and_tells_when_it_changed(client, settings):
    settings.SITE_URL = "https://annuaire.example"
    news = NewsItemFactory()
    (before,) = feed(client, "/actualites/flux.atom").entries
    news.text = "Corrigé."
    news.save()

    (after,) = feed(client, "/actualites/flux.atom").entries

    assert before.id_ == after.id_ == f"https://annuaire.example/actualites/{news.pk}/"
    assert after.updated > before.updated
    assert after.published == before.published


def test_what_xml_cannot_hold_does_not_break_a_feed_or_a_calendar(client):
    NewsItemFactory(title="Bip\x07 & <b>", text="Un\x0bdeux", kind="agenda", effective_on=days(1))

    assert titles(feed(client, "/actualites/flux.atom")) == ["Bip & <b> (Sénégal)"]
    assert summaries(calendar(client)) == ["Bip & <b> (Sénégal)"]


def test_a_feed_is_bounded(client, settings):
    settings.FEED_ENTRIES = 3
    for _ in range(5):
        NewsItemFactory()

    assert len(feed(client, "/actualites/flux.atom").entries) == 3


@pytest.mark.slow
def test_pages_name_their_feeds(client):
    alternate = '<link rel="alternate" type="application/atom+xml"'

    for address in ["/", "/pays/sn/", "/actualites/", "/changements/"]:
        assert alternate in client.get(address).content.decode()
    page = client.get("/actualites/?nature=legal").content.decode()
    assert 'href="/actualites/flux.atom?nature=legal"' in page


def test_the_calendar_holds_elections_and_the_agenda(client, senegal):
    NewsItemFactory(title="Élections", kind="elections", effective_on=days(30))
    NewsItemFactory(title="Forum", kind="agenda", effective_on=days(3), expires_on=days(3))
    NewsItemFactory(title="Loi", effective_on=days(3))
    NewsItemFactory(title="Brouillon", kind="agenda", effective_on=days(3), draft=True)

    found = calendar(client)

    assert summaries(found) == ["Forum (Sénégal)", "Élections (Sénégal)"]
    (forum, _) = found.contents["vevent"]
    assert forum.dtstart.value == days(3)
    assert forum.dtend.value == days(4)
    assert forum.uid.value.startswith("actualite-")
    assert forum.url.value.endswith("/")


def test_the_calendar_of_a_country_and_of_a_zone(client, senegal):
    japan = Country.objects.get(pk="JP")
    for country in (senegal, japan):
        NewsItemFactory(kind="agenda", effective_on=days(3), country=country, title="Forum")

    assert summaries(calendar(client, "?pays=jp")) == ["Forum (Japon)"]
    assert summaries(calendar(client, f"?zone={senegal.zone_id}")) == ["Forum (Sénégal)"]


def test_an_empty_calendar_is_one(client):
    assert summaries(calendar(client)) == []
