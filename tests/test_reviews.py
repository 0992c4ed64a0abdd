"""« Voici ce que vous validez »: nothing is done before it is read, nor if it has changed since."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atlas.models import Meeting, NewsItem
from correspondents.models import Message
from correspondents.records.reviews import BACK

from .factories import (
    InvitationFactory,
    MeetingFactory,
    NewsItemFactory,
    UserFactory,
)
from .reviews import confirmed, read_and_done, read_first

pytestmark = pytest.mark.django_db
COORDINATION = "/espace-poste/coordination"


@pytest.fixture
def at_dakar(client, dakar):
    client.force_login(UserFactory(post=dakar, post_function="validates"))
    return client


def test_news_is_withdrawn_once_it_is_read(at_dakar, dakar):
    news = NewsItemFactory(post=dakar)
    address = f"/espace-poste/actualites/{news.pk}/decision/"

    text = read_first(at_dakar, address, {"act": "withdraw"}).content.decode()
    assert news.title in text
    assert "Cela s’annule pendant un jour" in text
    assert NewsItem.objects.get().is_published
    read_and_done(at_dakar, address, {"act": "withdraw"})

    assert NewsItem.objects.get().status == "withdrawn"


def test_what_changed_since_it_was_read_is_read_again(at_dakar, dakar):
    news = NewsItemFactory(post=dakar)
    address = f"/espace-poste/actualites/{news.pk}/decision/"
    page = read_first(at_dakar, address, {"act": "withdraw"})
    NewsItem.objects.update(title="Un autre titre")

    again = confirmed(at_dakar, page, address)

    assert "a changé depuis que vous l’avez lu" in again.content.decode()
    assert "Un autre titre" in again.content.decode()
    assert NewsItem.objects.get().is_published


def test_who_goes_back_finds_the_text_as_it_was_typed(at_dakar, dakar):
    meeting = MeetingFactory(post=dakar)
    InvitationFactory(meeting=meeting)
    address = f"{COORDINATION}/reunions/{meeting.pk}/annuler/"
    seen = at_dakar.get(address).context["seen"]
    sent = {"seen": seen, "reason": "La salle est prise."}
    read_first(at_dakar, address, sent)

    back = at_dakar.post(address, {**sent, BACK: "1"})

    assert back.status_code == 200
    assert "La salle est prise." in back.content.decode()
    assert "à corriger" not in back.content.decode()
    assert not Meeting.objects.get().is_cancelled


def test_guests_are_named_and_their_mail_is_read_before_it_leaves(at_dakar, dakar):
    meeting = MeetingFactory(post=dakar)
    guest = InvitationFactory(meeting=meeting)
    address = f"{COORDINATION}/reunions/{meeting.pk}/annuler/"
    seen = at_dakar.get(address).context["seen"]

    page = read_first(at_dakar, address, {"seen": seen, "reason": "La salle est prise."})

    text = page.content.decode()
    assert guest.contact.name in text
    assert guest.contact.email not in text
    assert "1 courriel part" in text
    assert text.count("La salle est prise.") >= 2  # in the page and in the mail
    assert not Message.objects.exists()
    confirmed(at_dakar, page, address)
    assert Message.objects.get().to == guest.contact.email


def test_a_moved_meeting_gives_a_stable_page_and_hides_the_links(at_dakar, dakar):
    meeting = MeetingFactory(post=dakar)
    InvitationFactory(meeting=meeting).issue_link()
    address = f"{COORDINATION}/reunions/{meeting.pk}/deplacer/"
    seen = at_dakar.get(address).context["seen"]
    day = timezone.localdate() + timedelta(days=20)

    hours = {"start_time": "10:00", "time_zone": "Africa/Dakar"}
    sent = {"seen": seen, "held_on": day.isoformat(), "place": "Ailleurs", **hours}
    page = read_first(at_dakar, address, sent)
    assert "/atlas/coordination/reunion/…" in page.content.decode()
    confirmed(at_dakar, page, address)

    assert Meeting.objects.get().place == "Ailleurs"
