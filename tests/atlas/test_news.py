"""News: drafted by a post, published by who may, read by everybody while it is current."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.models import NewsItem
from correspondents.models import Country, Post, Zone

from ..conftest import StrongClient
from ..factories import NewsItemFactory, UserFactory

pytestmark = pytest.mark.django_db

SPACE = "/espace-poste/actualites/"


def days(count):
    return timezone.localdate() + timedelta(days=count)


def signed_in(user):
    client = StrongClient()
    client.force_login(user)
    return client


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")


@pytest.fixture
def trusted(dakar):
    Post.objects.filter(pk=dakar.pk).update(publishes_news_itself=True)
    dakar.refresh_from_db()
    return dakar


def sent(**changes):
    return {
        "kind": "legal",
        "country": "SN",
        "title": "Un nouveau code des collectivités",
        "text": "Il entre en vigueur au printemps.",
        "source_label": "Journal inventé",
        "source_url": "https://journal.example/code",
        "seen": "",
        **changes,
    }


def titles(client, query=""):
    return [news.title for news in client.get(f"/actualites/{query}").context["object_list"]]


# What the base refuses


@pytest.mark.parametrize(
    "values",
    [
        {"country": None},
        {"kind": "elections"},
        {"kind": "agenda"},
        {"effective_on": days(3), "expires_on": days(2)},
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


# The post's screens


def test_a_post_drafts_submits_and_takes_back(dakar, cocac):
    browser = signed_in(cocac)

    browser.post(f"{SPACE}nouvelle/", sent())
    news = NewsItem.objects.get()
    assert (news.status, news.post, news.author) == ("draft", dakar, cocac)

    browser.post(f"{SPACE}{news.pk}/decision/", {"act": "submit"})
    assert NewsItem.objects.submitted().get() == news
    browser.post(f"{SPACE}{news.pk}/decision/", {"act": "send_back"})
    assert NewsItem.objects.get().status == "draft"


def test_a_post_writes_of_its_own_countries_only(cocac):
    response = signed_in(cocac).post(f"{SPACE}nouvelle/", sent(country="JP"))

    assert response.status_code == 422
    assert not NewsItem.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "elections"}, "remplissez la date d’effet"),
        ({"source_url": "javascript:alert(1)"}, "URL"),
        ({"source_url": "ftp://journal.example/"}, "https://"),
        ({"effective_on": "2026-05-02", "expires_on": "2026-05-01"}, "Ce jour est passé"),
        ({"country": ""}, "obligatoire"),
    ],
)
def test_the_form_says_what_is_wrong(cocac, changes, sentence):
    response = signed_in(cocac).post(f"{SPACE}nouvelle/", sent(**changes))

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_published_news_is_changed_by_who_may_publish(dakar, cocac):
    news = NewsItemFactory(post=dakar)
    browser = signed_in(cocac)

    refused = browser.get(f"{SPACE}{news.pk}/", follow=True)
    assert "ne se modifie plus ici" in refused.content.decode()

    Post.objects.filter(pk=dakar.pk).update(publishes_news_itself=True)
    assert signed_in(cocac).get(f"{SPACE}{news.pk}/").status_code == 200


def test_a_refused_act_says_why(dakar, cocac):
    news = NewsItemFactory(draft=True, post=dakar)
    browser = signed_in(cocac)

    page = browser.post(f"{SPACE}{news.pk}/decision/", {"act": "publish"}, follow=True)
    nothing = browser.post(f"{SPACE}{news.pk}/decision/", {"act": "delete"}, follow=True)

    assert "La délégation publie" in page.content.decode()
    assert "Choisissez ce qu’il faut faire" in nothing.content.decode()
    assert NewsItem.objects.get().status == "draft"


# The delegation's screens


def decide(client, news, **values):
    return client.post(f"/admin/atlas/newsitem/{news.pk}/decision/", values, follow=True)


def test_the_delegation_publishes_what_was_submitted(delegation_client, dakar):
    news = NewsItemFactory(submitted=True, post=dakar)
    assert (
        "Publier"
        in delegation_client.get(f"/admin/atlas/newsitem/{news.pk}/decision/").content.decode()
    )

    decide(delegation_client, news, act="publish")

    assert NewsItem.objects.published().get() == news


def test_the_delegation_sends_back_with_what_is_to_be_changed(delegation_client, dakar, cocac):
    news = NewsItemFactory(submitted=True, post=dakar)

    decide(delegation_client, news, act="send_back", note="Précisez la source.")

    page = signed_in(cocac).get(SPACE).content.decode()
    assert "Précisez la source." in page


def test_a_decision_taken_twice_is_refused(delegation_client):
    news = NewsItemFactory()

    page = decide(delegation_client, news, act="publish")

    assert "déjà « publiée »" in page.content.decode()


def test_the_delegation_writes_of_a_whole_zone(delegation_client, delegation, senegal):
    values = sent(country="", zone=senegal.zone_id)

    page = delegation_client.post("/admin/atlas/newsitem/add/", values, follow=True)

    assert "relisez-la comme on la lira" in page.content.decode()
    assert NewsItem.objects.get().author == delegation


def test_the_delegation_says_which_posts_are_trusted(delegation_client, dakar):
    page = delegation_client.get(f"/admin/correspondents/post/{dakar.pk}/change/")

    assert 'name="publishes_news_itself"' in page.content.decode()
