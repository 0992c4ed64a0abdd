"""What a post has begun by mistake is deleted, after a page that shows it; what counts stays."""

import pytest

from atlas.models import CoordinationNote, NewsItem
from correspondents.records.reviews import BACK
from projects.models import Evaluation

from .factories import (
    CoordinationNoteFactory,
    EvaluationFactory,
    GrantFactory,
    NewsItemFactory,
    UserFactory,
)
from .reviews import confirmed, read_and_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_dakar(client, dakar):
    client.force_login(UserFactory(post=dakar, post_function="validates"))
    return client


def test_a_draft_of_news_is_deleted(at_dakar, dakar):
    news = NewsItemFactory(draft=True, post=dakar)
    address = f"/espace-poste/actualites/{news.pk}/decision/"
    assert "Supprimer ce brouillon" in at_dakar.get("/espace-poste/actualites/").content.decode()

    read_and_done(at_dakar, address, {"act": "discard"})

    assert not NewsItem.objects.exists()


def test_published_news_is_not_deleted(at_dakar, dakar):
    news = NewsItemFactory(post=dakar)

    at_dakar.post(f"/espace-poste/actualites/{news.pk}/decision/", {"act": "discard"})

    assert NewsItem.objects.get().is_published


def test_a_draft_of_an_evaluation_is_deleted_with_its_marks(at_dakar, dakar):
    grant = GrantFactory()
    EvaluationFactory(grant=grant, post=dakar)
    address = f"/espace-poste/evaluations/{grant.pk}/supprimer/"
    page = at_dakar.get(address)
    assert at_dakar.post(address, {BACK: "1"})["Location"].endswith("/evaluer/")
    assert Evaluation.objects.exists()

    confirmed(at_dakar, page, address)

    assert not Evaluation.objects.exists()
    assert at_dakar.get(address).status_code == 404


def test_a_note_that_changed_since_is_not_deleted(at_dakar, dakar):
    note = CoordinationNoteFactory(post=dakar)
    address = f"/espace-poste/coordination/notes/{note.pk}/supprimer/"
    page = at_dakar.get(address)
    assert note.text in page.content.decode()
    CoordinationNote.objects.update(text="Un autre texte.")

    confirmed(at_dakar, page, address)
    assert CoordinationNote.objects.exists()
    confirmed(at_dakar, at_dakar.get(address), address)

    assert not CoordinationNote.objects.exists()


def test_a_published_note_stays(at_dakar, dakar, delegation):
    note = CoordinationNoteFactory(post=dakar)
    note.publish(by=delegation)
    address = f"/espace-poste/coordination/notes/{note.pk}/supprimer/"

    page = confirmed(at_dakar, at_dakar.get(address), address, follow=True)

    assert "Cette note est publiée" in page.content.decode()
    assert CoordinationNote.objects.exists()
