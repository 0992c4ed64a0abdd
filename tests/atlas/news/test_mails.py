"""Who wrote news knows what became of it, and who publishes it at a post sees that it waits."""

import pytest

from atlas.models import NewsItem
from correspondents.models import Message

from ...factories import NewsItemFactory, UserFactory
from ...reviews import sent_or_done
from .test_screens import SPACE, decide, sent, signed_in

pytestmark = pytest.mark.django_db
TODAY = "/espace-poste/"


@pytest.fixture
def author(dakar):
    return UserFactory(post=dakar, post_function="drafts", email="via@diplomatie.example")


@pytest.fixture
def submitted(author):
    browser = signed_in(author)
    browser.post(f"{SPACE}nouvelle/", sent())
    news = NewsItem.objects.get()
    browser.post(f"{SPACE}{news.pk}/decision/", {"act": "submit"})
    return news


def outcome(author):
    (mail,) = Message.objects.filter(kind="news_outcome")
    assert mail.to == author.email
    return mail.text


def test_the_author_is_told_that_it_is_published_with_its_address(
    delegation_client, author, submitted
):
    decide(delegation_client, submitted, act="publish")

    assert f"/actualites/{submitted.pk}/" in outcome(author)
    assert "Elle est sur les pages publiques" in outcome(author)


def test_the_author_is_told_what_to_change(delegation_client, author, submitted):
    decide(delegation_client, submitted, act="send_back", note="Donnez la date du décret.")

    assert "Donnez la date du décret." in outcome(author)
    assert SPACE in outcome(author)


def test_a_word_that_waits_does_not_leave_once_the_publication_is_undone(
    delegation_client, author, submitted
):
    decide(delegation_client, submitted, act="publish")
    decide(delegation_client, submitted, act="undo")

    assert not Message.objects.filter(kind="news_outcome").exists()


def test_who_has_read_it_is_told_that_it_is_undone(delegation_client, author, submitted):
    decide(delegation_client, submitted, act="publish")
    Message.objects.get(kind="news_outcome").note_sent()

    decide(delegation_client, submitted, act="undo")

    word = Message.objects.filter(kind="news_outcome").latest("pk")
    assert "a annulé la publication" in word.text


def test_nobody_is_told_of_their_own_act(delegation, delegation_client):
    news = NewsItemFactory(author=delegation, submitted=True)

    decide(delegation_client, news, act="publish")

    assert not Message.objects.filter(kind="news_outcome").exists()


@pytest.mark.parametrize("is_trusted", [True, False])
def test_who_publishes_at_a_trusted_post_sees_what_a_volunteer_wrote(
    dakar, cocac, author, submitted, is_trusted
):
    dakar.publishes_news_itself = is_trusted
    dakar.save()
    browser = signed_in(cocac)

    page = browser.get(TODAY).content.decode()

    assert ("Actualités à publier" in page) == is_trusted
    assert (f"par {author}" in page) == is_trusted
    assert "Actualités à publier" not in signed_in(author).get(TODAY).content.decode()
    if is_trusted:
        sent_or_done(browser, f"{SPACE}{submitted.pk}/decision/", {"act": "publish"})
        assert "Elle est sur les pages publiques" in outcome(author)
