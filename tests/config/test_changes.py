"""« Ce qui a changé », as anybody may read it: no name too many, an import in one line."""

from datetime import timedelta

import atoma
import pghistory
import pytest
from django.utils import timezone

from correspondents.models import Country, Post

from ..factories import (
    CorrespondentFactory,
    EditionFactory,
    NewsItemFactory,
    PartnershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_hand():
    """What is written meanwhile is somebody's, not a command's."""
    with pghistory.context(user=UserFactory().pk, url="/admin/"):
        yield


def lines(client):
    return [(entry.kind, entry.title) for entry in client.get("/changements/").context["entries"]]


def test_an_arrival_is_told_without_a_name_in_the_title(client, by_hand, dakar):
    CorrespondentFactory(post=dakar, last_name="Nouvelle")
    CorrespondentFactory(post=Post.objects.get(slug="lome"), vacant=True)

    assert lines(client) == [("arrivée", f"Correspondant « coopération décentralisée » : {dakar}")]


def test_a_name_that_is_not_public_is_in_no_feed(client, by_hand, dakar):
    CorrespondentFactory(post=dakar, last_name="Publique")
    CorrespondentFactory(post=dakar, last_name="Cachée", name_is_public=False, role="backup")

    text = client.get("/changements/flux.atom").content.decode()

    assert "Publique" in text
    assert "Cachée" not in text


def test_a_departure_names_nobody(client, dakar):
    CorrespondentFactory(
        post=dakar, last_name="Partie", ended_on=timezone.localdate() - timedelta(days=2)
    )

    page = client.get("/changements/").content.decode()

    assert "Départ" in page
    assert "Partie" not in client.get("/changements/flux.atom").content.decode()


def test_a_post_that_closes_is_told(client, dakar):
    Post.objects.filter(pk=dakar.pk).update(status="suspended")

    assert ("situation d’un poste", f"{dakar} : activités suspendues") in lines(client)


def test_editions_news_and_partnerships_are_told(client, by_hand):
    EditionFactory(number=7)
    NewsItemFactory(title="Loi")
    NewsItemFactory(title="Brouillon", draft=True)
    partnership = PartnershipFactory()
    PartnershipFactory(is_sensitive=True)

    told = lines(client)

    assert ("édition", "Édition n° 7 de la liste") in told
    assert ("cadre légal", "Loi (Sénégal)") in told
    assert ("nouveau partenariat", f"{partnership} (Sénégal)") in told
    assert len(told) == 3


def test_what_is_older_is_no_longer_told(client, settings):
    settings.CHANGES_DAYS = 30
    NewsItemFactory(published_at=timezone.now() - timedelta(days=31))

    assert lines(client) == []


def test_the_feed_is_read_by_another_program(client, by_hand):
    EditionFactory(number=7)
    CorrespondentFactory()
    PartnershipFactory()

    found = atoma.parse_atom_bytes(client.get("/changements/flux.atom").content)

    assert len({entry.id_ for entry in found.entries}) == len(found.entries) == 3


@pytest.mark.slow
def test_the_changes_of_a_country_are_those_of_its_posts_and_places(client, by_hand):
    def titles(query=""):
        found = atoma.parse_atom_bytes(client.get(f"/changements/flux.atom{query}").content)
        return " | ".join(entry.title.value for entry in found.entries)

    here = PartnershipFactory()
    there = PartnershipFactory(partner__country_id="JP", partner__name="Nihon")
    NewsItemFactory(title="Au Japon", country=Country.objects.get(pk="JP"))
    CorrespondentFactory(last_name="Publiée", name_is_public=True)  # Dakar serves Gambia too

    found, gambia, everywhere = titles("?pays=sn"), titles("?pays=gm"), titles()

    assert str(here) in found
    assert "Japon" not in found
    assert "Dakar" in found or "Sénégal" in found
    assert "correspondant" in gambia.lower()
    assert str(here) not in gambia
    assert str(there) in everywhere


def test_an_unknown_country_is_refused_by_the_feed_and_told_by_the_page(client, db):
    refused = client.get("/changements/flux.atom?pays=zut")

    assert refused.status_code == 400
    assert "« pays »" in refused.content.decode()
    assert "n’est pas dans la liste" in client.get("/changements/?pays=zut").content.decode()
