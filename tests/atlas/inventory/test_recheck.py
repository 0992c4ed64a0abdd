"""After local elections: the partnerships to look at again, asked of the post and told above."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atlas.inventory.tasks import atlas_tasks
from atlas.models import Partnership
from correspondents.models import Country

from ...factories import CountryNoticeFactory, NewsItemFactory, PartnershipFactory, lazy_day
from ..news.test_screens import signed_in

pytestmark = pytest.mark.django_db


def days(count):
    return timezone.localdate() + timedelta(days=count)


def elections(day, **values):
    return NewsItemFactory(kind="elections", effective_on=day, **values)


def test_what_was_not_confirmed_since_is_to_be_looked_at():
    elections(days(-10))
    never = PartnershipFactory()
    before = PartnershipFactory(confirmed_on=days(-10))
    PartnershipFactory(confirmed_on=days(-9))
    PartnershipFactory(status="ended")
    PartnershipFactory(partner__country=Country.objects.get(pk="TG"))

    assert set(Partnership.objects.to_recheck()) == {never, before}


@pytest.mark.parametrize(
    "values",
    [
        {"day": lazy_day()},
        {"day": lazy_day(days=5)},
        {"day": lazy_day(days=-5), "draft": True},
    ],
)
def test_before_the_day_or_unpublished_nothing_is_asked(values):
    elections(**values)
    PartnershipFactory()

    assert not Partnership.objects.to_recheck().exists()


def test_elections_out_of_date_have_been_held_all_the_same():
    elections(days(-10), expires_on=days(-2))
    PartnershipFactory()

    assert Partnership.objects.to_recheck().count() == 1


def test_the_latest_elections_count():
    elections(days(-400))
    elections(days(-10))
    PartnershipFactory(confirmed_on=days(-100))

    assert Partnership.objects.to_recheck().get().elections_on == days(-10)


def test_the_post_is_asked_and_finds_which(cocac):
    elections(days(-10), title="Communales")
    partnership = PartnershipFactory(confirmed_on=days(-30))
    browser = signed_in(cocac)

    space = browser.get("/espace-poste/").content.decode()
    page = browser.get("/espace-poste/pays/sn/").content.decode()

    assert "Contacts du partenaire à revérifier" in space
    assert 'href="/espace-poste/pays/sn/"' in space
    assert str(partnership) in page
    assert "Communales" in page


def test_the_page_of_a_country_costs_the_same_whatever_its_rows(
    cocac, django_assert_max_num_queries
):
    elections(days(-10))
    for _ in range(6):
        PartnershipFactory()
        NewsItemFactory()
    CountryNoticeFactory()
    browser = signed_in(cocac)

    with django_assert_max_num_queries(22):
        browser.get("/espace-poste/pays/sn/")


def test_another_country_is_out_of_reach(cocac):
    assert signed_in(cocac).get("/espace-poste/pays/jp/").status_code == 404


def test_news_that_expires_or_comes_back_is_a_task(cocac, dakar, delegation):
    NewsItemFactory(title="Bientôt finie", post=dakar, expires_on=days(3))
    NewsItemFactory(title="Ailleurs", expires_on=days(3))
    returned = NewsItemFactory(title="À reprendre", post=dakar, submitted=True)
    returned.send_back(by=delegation, note="Précisez la date.")

    space = signed_in(cocac).get("/espace-poste/").content.decode()

    assert "Bientôt finie" in space
    assert "Ailleurs" not in space
    assert "Précisez la date." in space


@pytest.mark.slow
def test_the_delegation_is_told_of_each_kind(delegation, delegation_client):
    elections(days(-10))
    PartnershipFactory()
    NewsItemFactory(submitted=True)
    NewsItemFactory(expires_on=days(3))

    groups = {group.kind: group for group in atlas_tasks(delegation)}

    assert {kind: groups[kind].count for kind in ("news", "recheck", "expiring")} == {
        "news": 1,
        "recheck": 1,
        "expiring": 1,
    }
    for kind in ("news", "recheck", "expiring"):
        assert delegation_client.get(groups[kind].url).context["cl"].result_count == 1
    assert groups["recheck"].since == days(-10)
