"""Twice is once: a page sent again leads where it led, and writes nothing more."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from atlas.models import NewsItem
from correspondents.mailing.robots import signer
from correspondents.models import Message, Post, PostedPage, SignedLink, UnrecognisedEntity
from correspondents.reference.hours import moment_at

from ..conftest import StrongClient
from ..correspondents.two_staff import opened
from ..databases import copied_database
from ..factories import CorrespondentFactory, UserFactory

NEW = "/espace-poste/actualites/nouvelle/"
NEWS = {
    "kind": "legal",
    "country": "SN",
    "title": "Un nouveau code des collectivités",
    "text": "Il entre en vigueur au printemps.",
    "source_label": "Journal inventé",
    "source_url": "https://journal.example/code",
    "seen": "",
}


def browser_of(user=None):
    """A browser as real as the test client can be: the token of each page is checked."""
    browser = StrongClient(enforce_csrf_checks=True)
    if user:
        browser.force_login(user)
    return browser


def filled(browser, address, **values):
    """The fields of a page that was shown, filled in, and the number that this page has."""
    return {**values, "csrfmiddlewaretoken": str(browser.get(address).context["csrf_token"])}


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")


def test_a_second_click_leads_to_the_first_result(cocac):
    browser = browser_of(cocac)
    page = filled(browser, NEW, **NEWS)

    first = browser.post(NEW, page)
    second = browser.post(NEW, page)

    assert NewsItem.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url


def test_another_page_or_another_text_is_another_act(cocac):
    browser = browser_of(cocac)
    page = filled(browser, NEW, **NEWS)
    browser.post(NEW, page)

    browser.post(NEW, {**page, "title": "Un second code"})
    browser.post(NEW, filled(browser, NEW, **NEWS))

    assert NewsItem.objects.count() == 3


def again(browser, **values):
    """The answer to the same text in the page that Back has made anew."""
    return browser.post(NEW, filled(browser, NEW, **{**NEWS, **values}))


def test_back_then_again_leads_to_the_first_result_without_a_script(cocac):
    browser = browser_of(cocac)
    first = again(browser)

    assert [again(browser).url for _ in range(2)] == [first.url] * 2
    assert NewsItem.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "is_told"), [(1, False), (60, True)])
def test_who_sends_the_same_again_is_told_when_it_went(cocac, seconds, is_told):
    browser = browser_of(cocac)
    browser.post(NEW, filled(browser, NEW, **NEWS))
    sent_at = timezone.now() - timedelta(seconds=seconds)
    PostedPage.objects.update(sent_at=sent_at)

    again = browser.post(NEW, filled(browser, NEW, **NEWS), follow=True).content.decode()

    assert NewsItem.objects.count() == 1
    assert (f"Déjà envoyé le {moment_at(sent_at, cocac.post)}" in again) == is_told


@pytest.mark.slow
def test_the_same_text_after_another_act_or_later_is_another_act(cocac):
    browser = browser_of(cocac)
    for title in (NEWS["title"], "Un second code", NEWS["title"]):
        again(browser, title=title)
    assert NewsItem.objects.count() == 3

    later = timezone.now() - timedelta(minutes=10)
    PostedPage.objects.update(sent_at=later)
    again(browser)
    assert NewsItem.objects.count() == 4


@pytest.mark.slow
def test_the_same_text_of_another_browser_is_another_act(cocac):
    for browser in (browser_of(cocac), browser_of(cocac)):
        again(browser)

    assert NewsItem.objects.count() == 2


def test_the_page_of_another_account_is_another_page(cocac):
    browser = browser_of(cocac)
    page = filled(browser, NEW, **NEWS)
    browser.post(NEW, page)

    other = UserFactory(post=cocac.post, post_function="validates")
    browser.force_login(other)
    browser.post(NEW, page)

    assert [news.author for news in NewsItem.objects.order_by("pk")] == [cocac, other]


def test_a_refused_page_is_not_used_up(cocac):
    browser = browser_of(cocac)
    page = filled(browser, NEW, **NEWS)

    assert browser.post(NEW, {**page, "title": ""}).status_code == 422
    assert browser.post(NEW, page).status_code == 302
    assert PostedPage.objects.count() == NewsItem.objects.count() == 1


def test_an_add_form_of_the_admin_is_a_page_too(delegation):
    browser = browser_of(delegation)
    address = "/admin/correspondents/unrecognisedentity/add/"
    page = filled(browser, address, name="Terre inventée")

    answers = [browser.post(address, page) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert UnrecognisedEntity.objects.filter(name="Terre inventée").count() == 1


def test_a_visitor_asks_once_for_an_alert(db, settings):
    settings.FORM_MIN_SECONDS = 0
    browser = browser_of()
    opened_at = browser.get("/alertes/").context["form"]["opened"].value()
    page = filled(browser, "/alertes/", opened=opened_at, email="mairie@commune.example")
    page |= {"frequency": "daily", "pays": "SN"}

    answers = [browser.post("/alertes/", page) for _ in range(3)]

    assert len({answer.url for answer in answers}) == 1
    assert Message.objects.count() == 1


def test_a_visitor_who_comes_back_asks_once_whatever_the_clock(db, settings):
    settings.FORM_MIN_SECONDS = 0
    browser = browser_of()
    for _ in range(2):
        opened_at = signer.sign(f"{PostedPage.objects.count()}")
        page = filled(browser, "/alertes/", opened=opened_at, email="mairie@commune.example")
        browser.post("/alertes/", page | {"frequency": "daily", "pays": "SN"})

    assert Message.objects.count() == 1


def test_no_table_holds_the_token_of_a_link(dakar, settings):
    person = CorrespondentFactory(post=dakar)
    lasts = timedelta(days=9)
    link = SignedLink.objects.issue(
        "confirm", person, to="inventee@diplomatie.example", lasts=lasts
    )
    browser = browser_of()
    address = f"/confirmer/{link.token}/"
    page = filled(browser, address, act="confirm")

    answers = [browser.post(address, page) for _ in range(2)]

    assert answers[0].status_code == answers[1].status_code
    assert answers[0].headers.get("Location") == answers[1].headers.get("Location")
    assert not any(link.token in each.address for each in PostedPage.objects.all())


def test_what_nobody_sends_again_is_erased(db):
    two_days_ago = timezone.now() - timedelta(days=2)
    PostedPage.objects.create(key="old", address="/a/", sent_at=two_days_ago)
    PostedPage.objects.create(key="young", address="/a/")

    call_command("apply_retention", verbosity=0)

    assert PostedPage.objects.get().key == "young"


@pytest.fixture(scope="module")
def url(django_db_setup):
    with copied_database("once") as url:
        yield url


@pytest.mark.slow
def test_of_two_clicks_at_once_one_writes_and_both_are_led_there(url, django_db_blocker):
    with django_db_blocker.unblock(), opened(url) as office:
        cocac = UserFactory(post=Post.objects.get(slug="dakar"), post_function="validates")
        browser = browser_of(cocac)
        page = filled(browser, NEW, **NEWS)
        with office.held(NewsItem._meta.db_table):
            clicks = [office.begin(browser.post, NEW, page) for _ in range(2)]
            office.wait_for(2)  # the first for the table, the second for the first
        answers = [click.result() for click in clicks]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert NewsItem.objects.count() == 1
