"""News: drafted by a post, published by who may, read by everybody while it is current."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.models import NewsItem
from correspondents.models import Country, Post, Zone

from ...factories import NewsItemFactory, UserFactory, lazy_day

pytestmark = pytest.mark.django_db


def days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def trusted(dakar):
    Post.objects.filter(pk=dakar.pk).update(publishes_news_itself=True)
    dakar.refresh_from_db()
    return dakar


def titles(client, query=""):
    return [news.title for news in client.get(f"/actualites/{query}").context["object_list"]]


# What the base refuses


@pytest.mark.parametrize(
    "values",
    [
        {"country": None},
        {"kind": "elections"},
        {"kind": "agenda"},
        {"effective_on": lazy_day(days=3), "expires_on": lazy_day(days=2)},
        {"source_label": ""},
        {"source_url": "ftp://journal.example/"},
        {"published_at": None},
        {"status": "withdrawn"},
    ],
)
def test_the_base_refuses_what_makes_no_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsItemFactory(**values)


def test_the_base_refuses_a_country_and_a_zone_together(senegal):
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsItemFactory(zone=senegal.zone)


def test_its_history_is_kept():
    news = NewsItemFactory(draft=True)
    news.title = "Autre titre"
    news.save()

    events = NewsItem.pgh_event_model.objects.filter(pgh_obj=news)
    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "update",
    ]


# From draft to withdrawn


def test_a_post_submits_and_the_delegation_publishes(dakar, cocac, delegation):
    news = NewsItemFactory(draft=True, post=dakar)

    news.submit(by=cocac)
    with pytest.raises(ValidationError, match="La délégation publie"):
        news.publish(by=cocac)
    news.publish(by=delegation)

    news.refresh_from_db()
    assert (news.status, news.published_by) == ("published", delegation)


def test_a_trusted_post_publishes_by_who_validates(trusted, cocac):
    news = NewsItemFactory(draft=True, post=trusted)
    drafter = UserFactory(post=trusted)

    with pytest.raises(ValidationError, match="Qui valide à votre poste"):
        news.publish(by=drafter)
    news.publish(by=cocac)

    assert NewsItem.objects.published().get() == news


@pytest.mark.parametrize("act", ["submit", "publish", "send_back"])
def test_what_is_withdrawn_moves_no_more(act, delegation):
    news = NewsItemFactory()
    news.withdraw(by=delegation)

    with pytest.raises(ValidationError, match="déjà « retirée »"):
        getattr(news, act)(by=delegation)


def test_who_drafts_withdraws_nothing(dakar):
    news = NewsItemFactory(post=dakar)

    with pytest.raises(ValidationError, match="Qui valide"):
        news.withdraw(by=UserFactory(post=dakar))


def test_another_posts_news_is_moved_by_nobody_else(dakar):
    news = NewsItemFactory(draft=True, post=dakar)

    with pytest.raises(ValidationError, match="autre poste"):
        news.submit(by=UserFactory(post=Post.objects.get(slug="abidjan")))


def test_what_is_out_of_date_is_not_published(delegation):
    news = NewsItemFactory(draft=True, expires_on=days(-1))

    with pytest.raises(ValidationError, match="Le dernier jour d’actualité est passé"):
        news.publish(by=delegation)


# What is asked for


def test_current_and_expiring(settings):
    settings.NEWS_EXPIRING_DAYS = 14
    NewsItemFactory(title="sans terme")
    NewsItemFactory(title="bientôt", expires_on=days(14))
    NewsItemFactory(title="plus tard", expires_on=days(15))
    NewsItemFactory(title="aujourd’hui", expires_on=days(0))
    NewsItemFactory(title="passée", expires_on=days(-1))
    NewsItemFactory(title="brouillon", draft=True, expires_on=days(1))

    current = set(NewsItem.objects.current().values_list("title", flat=True))
    expiring = set(NewsItem.objects.expiring().values_list("title", flat=True))

    assert current == {"sans terme", "bientôt", "plus tard", "aujourd’hui"}
    assert expiring == {"bientôt", "aujourd’hui"}


def test_a_post_sees_its_own_news_only(dakar, cocac, delegation):
    own = NewsItemFactory(draft=True, post=dakar)
    NewsItemFactory(draft=True, post=Post.objects.get(slug="abidjan"))
    NewsItemFactory(draft=True)

    assert list(NewsItem.objects.visible_to(cocac)) == [own]
    assert NewsItem.objects.visible_to(delegation).count() == 3
    assert not NewsItem.objects.visible_to(UserFactory()).exists()


# The public pages


def test_the_list_shows_what_is_current_under_each_filter(client, senegal):
    togo = Country.objects.get(pk="TG")
    other = Zone.objects.exclude(pk=senegal.zone_id).first()
    NewsItemFactory(title="Sénégal, été", kind="legal")
    NewsItemFactory(title="Togo", country=togo, kind="opportunity")
    NewsItemFactory(title="Zone", country=None, zone=senegal.zone)
    NewsItemFactory(title="Ailleurs", country=None, zone=other)
    NewsItemFactory(title="Brouillon", draft=True)

    assert set(titles(client)) == {"Sénégal, été", "Togo", "Zone", "Ailleurs"}
    assert set(titles(client, "?pays=sn")) == {"Sénégal, été", "Zone"}
    assert set(titles(client, f"?zone={other.pk}")) == {"Ailleurs"}
    assert titles(client, "?nature=opportunity") == ["Togo"]
    assert titles(client, "?q=senegal+ete") == ["Sénégal, été"]


def test_a_page_gives_the_source_and_says_when_it_is_out_of_date(client):
    news = NewsItemFactory(effective_on=days(-9), expires_on=days(-2))

    page = client.get(f"/actualites/{news.pk}/").content.decode()

    assert 'href="https://journal.example/texte"' in page
    assert "n’est plus à jour" in page


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_is_not_published_has_no_page(client, status):
    news = NewsItemFactory(**{status: True})

    assert client.get(f"/actualites/{news.pk}/").status_code == 404


def test_a_text_cannot_break_the_page(client):
    NewsItemFactory(pk=77, text="<script>alert(1)</script>", title="<b>gras</b>")

    page = client.get("/actualites/77/").content.decode()

    assert "<script>alert" not in page
    assert "<b>gras" not in page


def test_the_country_page_tells_its_news(client):
    NewsItemFactory(title="Loi sur les communes")

    assert "Loi sur les communes" in client.get("/pays/sn/").content.decode()
