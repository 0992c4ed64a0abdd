"""News published or withdrawn by mistake: undone for a day, unless mails have told of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from atlas.models import NewsItem
from correspondents.models import Post

from ...factories import NewsItemFactory, UserFactory
from ...reviews import read_and_done
from ..alerts.test_alerts import confirmed
from .test_screens import SPACE, decide, sent, signed_in

pytestmark = pytest.mark.django_db
EVENTS = NewsItem.pgh_event_model.objects


@pytest.fixture
def trusted(dakar, cocac):
    Post.objects.filter(pk=dakar.pk).update(publishes_news_itself=True)
    return signed_in(cocac)


@pytest.fixture
def published(trusted, dakar):
    news = NewsItemFactory(draft=True, post=dakar)
    act(trusted, news, "publish")
    return news


def act(client, news, name):
    address = f"{SPACE}{news.pk}/decision/"
    return read_and_done(client, address, {"act": name}, follow=True).content.decode()


def undo(client, news):
    address = f"{SPACE}{news.pk}/decision/"
    return client.post(address, {"act": "undo"}, follow=True).content.decode()


def shown(client):
    return client.get(SPACE).content.decode()


@pytest.mark.slow
def test_a_publication_is_undone(trusted, published, client):
    assert client.get(f"/actualites/{published.pk}/").status_code == 200
    assert "Annuler la publication" in shown(trusted)

    text = undo(trusted, published)

    assert "n’est plus publique : sa publication est annulée" in text
    assert "Annuler la publication" not in text
    assert client.get(f"/actualites/{published.pk}/").status_code == 404
    row = NewsItem.objects.get()
    assert (row.status, row.published_at, row.published_by) == ("draft", None, None)


@pytest.mark.slow
def test_a_withdrawal_is_undone(trusted, published, client):
    act(trusted, published, "withdraw")
    assert "Annuler le retrait" in shown(trusted)
    assert "Relire avant de publier" not in shown(trusted)

    text = undo(trusted, published)

    assert "de nouveau publique : son retrait est annulé" in text
    assert client.get(f"/actualites/{published.pk}/").status_code == 200


@pytest.mark.slow
def test_the_delegation_undoes_on_its_own_page(delegation_client, dakar):
    news = NewsItemFactory(submitted=True, post=dakar)
    decide(delegation_client, news, act="publish")
    page = delegation_client.get(f"/admin/atlas/newsitem/{news.pk}/decision/").content.decode()
    assert "Annuler la publication" in page

    decide(delegation_client, news, act="undo")
    assert NewsItem.objects.get().status == "submitted"
    decide(delegation_client, news, act="publish")
    decide(delegation_client, news, act="withdraw")
    decide(delegation_client, news, act="undo")

    assert NewsItem.objects.get().is_published


@pytest.mark.slow
def test_what_was_mailed_is_not_said_to_be_undone(trusted, dakar):
    confirmed()
    news = NewsItemFactory(draft=True, post=dakar)
    act(trusted, news, "publish")
    call_command("send_alerts")

    assert "les courriels restent" in shown(trusted)
    assert "Annuler la publication" not in shown(trusted)
    assert "les courriels restent" in undo(trusted, news)
    assert NewsItem.objects.get().is_published


@pytest.mark.slow
def test_what_changed_since_is_not_undone(trusted, published):
    seen = trusted.get(f"{SPACE}{published.pk}/").context["seen"]
    trusted.post(f"{SPACE}{published.pk}/", sent(title="Corrigée", seen=seen))

    assert "Elle a changé depuis : la publication ne s’annule plus." in shown(trusted)
    assert "Elle a changé depuis" in undo(trusted, published)
    assert NewsItem.objects.get().is_published


def test_after_a_day_nothing_is_undone(trusted, published):
    long_ago = timezone.now() - timedelta(hours=25)
    NewsItem.objects.update(published_at=long_ago)
    EVENTS.update(pgh_created_at=long_ago, published_at=long_ago)

    assert "Annuler la publication" not in shown(trusted)
    assert "Rien n’a été annulé" in undo(trusted, published)
    assert NewsItem.objects.get().is_published


def test_who_may_not_publish_undoes_nothing(dakar, published):
    drafter = signed_in(UserFactory(post=dakar, post_function="drafts"))

    assert "Annuler la publication" not in shown(drafter)
    assert "Rien n’a été annulé" in undo(drafter, published)
    assert NewsItem.objects.get().is_published
