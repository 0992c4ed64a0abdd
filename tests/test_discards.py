"""What a post has begun by mistake is deleted, after a page that shows it; what counts stays."""

import pytest
from django.utils import timezone

from atlas.models import Agreement, CoordinationNote, NewsItem
from correspondents.records.reviews import BACK
from projects.models import Evaluation, Opinion

from .conftest import StrongClient
from .factories import (
    CoordinationNoteFactory,
    EvaluationFactory,
    GrantFactory,
    NewsItemFactory,
    OpinionRequestFactory,
    PartnershipFactory,
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


@pytest.fixture
def convention(at_dakar):
    """The address of a convention that somebody of the post has just entered."""
    base = f"/espace-poste/inventaire/fiches/{PartnershipFactory().pk}/conventions/"
    seen = at_dakar.get(f"{base}ajouter/").context["seen"]
    at_dakar.post(f"{base}ajouter/", {"object": "De l’eau", "seen": seen})
    return f"{base}{Agreement.objects.get().pk}/"


def test_a_convention_that_is_not_signed_is_deleted_by_who_entered_it(at_dakar, convention):
    assert "Supprimer cette convention" in at_dakar.get(convention).content.decode()
    page = at_dakar.get(f"{convention}supprimer/")
    assert "De l’eau" in page.content.decode()
    assert at_dakar.post(f"{convention}supprimer/", {BACK: "1"})["Location"] == convention
    assert Agreement.objects.exists()

    confirmed(at_dakar, page, f"{convention}supprimer/")

    assert not Agreement.objects.exists()


@pytest.mark.slow
def test_a_convention_entered_by_somebody_else_stays(convention, dakar):
    other = StrongClient()
    other.force_login(UserFactory(post=dakar, post_function="validates"))
    assert "Supprimer cette convention" not in other.get(convention).content.decode()
    address = f"{convention}supprimer/"

    page = confirmed(other, other.get(address), address, follow=True)

    assert "Seules la personne qui a saisi" in page.content.decode()
    assert Agreement.objects.exists()


@pytest.mark.slow
def test_a_signed_convention_stays(at_dakar, convention):
    Agreement.objects.update(signed_on="2019")
    assert "Supprimer cette convention" not in at_dakar.get(convention).content.decode()
    address = f"{convention}supprimer/"

    page = confirmed(at_dakar, at_dakar.get(address), address, follow=True)

    assert "Une convention signée ne se supprime pas" in page.content.decode()
    assert Agreement.objects.exists()


def test_who_drafts_deletes_no_convention(convention, dakar):
    drafter = StrongClient()
    drafter.force_login(UserFactory(post=dakar, post_function="drafts"))

    assert drafter.get(f"{convention}supprimer/").status_code == 403
    assert drafter.post(f"{convention}supprimer/").status_code == 403


@pytest.fixture
def opinion(dakar):
    """The address of an opinion that the post is asked for."""
    return f"/espace-poste/avis/{OpinionRequestFactory(post=dakar).pk}/"


@pytest.mark.slow
def test_a_draft_of_an_opinion_is_deleted(at_dakar, opinion):
    assert at_dakar.get(f"{opinion}supprimer/")["Location"] == opinion
    sent = {"act": "draft", "seen": "", "reasons": "Pas fini."}
    at_dakar.post(opinion, sent)
    assert f"{opinion}supprimer/" in at_dakar.get(opinion).content.decode()
    page = at_dakar.get(f"{opinion}supprimer/")
    assert "Pas fini." in page.content.decode()

    assert confirmed(at_dakar, page, f"{opinion}supprimer/")["Location"] == opinion

    assert not Opinion.objects.exists()


@pytest.mark.slow
def test_a_submitted_opinion_is_not_deleted(at_dakar, opinion):
    at_dakar.post(opinion, {"act": "draft", "seen": "", "reasons": "Pas fini."})
    Opinion.objects.update(submitted_at=timezone.now())
    assert "Supprimer ce brouillon" not in at_dakar.get(opinion).content.decode()
    page = at_dakar.get(f"{opinion}supprimer/")

    text = confirmed(at_dakar, page, f"{opinion}supprimer/", follow=True).content.decode()

    assert "il ne se supprime plus" in text
    assert Opinion.objects.exists()
