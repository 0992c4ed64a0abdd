"""A partnership added by who validates is taken back for a day, with what it created."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atlas.models import ForeignAuthority, Partnership
from correspondents.models import Proposal
from tests.factories import PartnershipFactory, UserFactory

from .test_inventory import COUNTRY, NEW_SIDES, form_of
from .test_inventory import dakar as dakar  # the fixtures
from .test_inventory import drafter as drafter
from .test_inventory import validator as validator

pytestmark = pytest.mark.django_db
LABEL = "Annuler l’ajout"


@pytest.fixture
def added(client, validator):
    client.post(NEW_SIDES, {"kind": "agreement", "started": "2019", "seen": ""})
    return Partnership.objects.get()


def record(row):
    return f"/espace-poste/inventaire/fiches/{row.pk}/"


def undo(client, row):
    return client.post(f"{record(row)}annuler-ajout/", follow=True).content.decode()


@pytest.mark.slow
def test_it_is_offered_where_one_lands_and_today(client, added):
    for page in (record(added), f"{COUNTRY}?etat=tous", "/espace-poste/"):
        assert LABEL in client.get(page).content.decode(), page


@pytest.mark.slow
def test_it_leaves_with_the_partner_that_it_created(client, added):
    text = undo(client, added)

    assert "l’ajout est annulé" in text
    assert "Inventaire : Sénégal" in text
    assert not Partnership.objects.exists()
    assert not ForeignAuthority.objects.filter(name="Zzyxfeint").exists()
    assert client.get(added.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_a_record_changed_since_stays(client, added):
    client.post(record(added), form_of(client, record(added), context="Corrigé depuis."))

    assert LABEL not in client.get(record(added)).content.decode()
    assert "la fiche a changé depuis" in undo(client, added)
    assert Partnership.objects.exists()


@pytest.mark.slow
def test_a_convention_added_since_stands_in_between(client, added):
    new = f"{record(added)}conventions/ajouter/"
    client.post(new, form_of(client, new, object="De l’eau"))

    assert "a été ajouté depuis" in undo(client, added)
    assert Partnership.objects.exists()


@pytest.mark.slow
def test_after_a_day_it_stays(client, added):
    events = Partnership.pgh_event_model.objects
    events.update(pgh_created_at=timezone.now() - timedelta(hours=25))

    assert LABEL not in client.get("/espace-poste/").content.decode()
    assert "un jour est passé" in undo(client, added)
    assert Partnership.objects.exists()


@pytest.mark.slow
def test_a_colleague_takes_nothing_back(client, added, dakar):
    client.force_login(UserFactory(post=dakar, post_function="validates"))

    assert LABEL not in client.get("/espace-poste/").content.decode()
    assert "Rien n’a été annulé" in undo(client, added)
    assert Partnership.objects.exists()


@pytest.mark.slow
def test_a_record_that_was_only_confirmed_is_not_deleted(client, validator, dakar):
    row = PartnershipFactory()
    row.verify(by=dakar)

    assert LABEL not in client.get(record(row)).content.decode()
    undo(client, row)
    assert Partnership.objects.exists()


@pytest.fixture
def accepted(client, drafter, dakar):
    client.post(NEW_SIDES, {"kind": "agreement", "started": "2019", "seen": ""})
    head = UserFactory(post=dakar, post_function="validates")
    client.force_login(head)
    proposals = Proposal.objects.all()
    sent = {f"decision_{each.pk}": "accept" for each in proposals}
    client.post(proposals[0].get_absolute_url(), sent)
    return Partnership.objects.get()


@pytest.mark.slow
def test_a_post_s_proposal_accepted_by_its_post_is_the_post_s(accepted, dakar):
    assert accepted.source == str(dakar)
    assert (accepted.confirmed_on, accepted.confirmed_by) == (timezone.localdate(), str(dakar))


@pytest.mark.slow
def test_its_public_page_says_so(client, accepted):
    text = client.get(accepted.get_absolute_url()).content.decode()

    assert "Collectivité</" not in text
    assert "pas encore confirmé" not in text
