"""What dossiers and grants keep of people: found, handed over, erased, forgotten in time."""

import io
import json
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.utils import timezone

from correspondents.models import Correspondent
from projects.models import (
    Application,
    CommitteeMember,
    Evaluation,
    Grant,
    Notification,
    OpinionBatch,
)

from ..factories import (
    ApplicationFactory,
    CommitteeFactory,
    CorrespondentFactory,
    EvaluationFactory,
    GrantFactory,
    OpinionRequestFactory,
)

pytestmark = pytest.mark.django_db
EMAIL = "zoe.zylberfictif@commune.example"
NAME = "Zoé Zylberfictif"
SIDES = pytest.mark.parametrize(("shift", "is_kept"), [(1, True), (-1, False)])


def run(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def erased():
    return run("person_data", "erase", EMAIL, name=NAME, yes=True)


@pytest.fixture
def dossier():
    return ApplicationFactory(
        contact_name=NAME, contact_email=EMAIL, postal_address="1 rue Inventée, 35000 Rennes"
    )


def test_a_contact_is_handed_what_is_kept(dossier, tmp_path):
    GrantFactory(contact_email=EMAIL.upper())
    CommitteeFactory().members.create(name=NAME)

    run("person_data", "export", EMAIL, name=NAME, output=str(tmp_path / "zoe.json"))

    told = json.loads((tmp_path / "zoe.json").read_text(encoding="utf-8"))["tables"]
    assert told["dossiers à son adresse"][0]["contact_name"] == NAME
    assert told["dossiers à son adresse (historique)"]
    assert told["subventions à son adresse"]
    assert told["places dans un comité"]


@pytest.mark.slow
def test_a_contact_is_erased_with_the_history(dossier):
    GrantFactory(contact_email=EMAIL)

    erased()

    for model in (Application, Grant):
        for rows in (model.objects, model.pgh_event_model.objects):
            assert not rows.filter(contact_email__iexact=EMAIL).exists()
    assert not Application.pgh_event_model.objects.filter(contact_name=NAME).exists()
    for rows in (Application.objects, Application.pgh_event_model.objects):
        assert not rows.exclude(postal_address="").exists()


@pytest.mark.slow
def test_a_draft_and_an_open_committee_lose_the_name():
    EvaluationFactory(drafted_by=NAME)
    committee = CommitteeFactory()
    committee.members.create(name=NAME)

    told = erased()

    assert NAME not in Evaluation.objects.get().drafted_by
    assert NAME not in CommitteeMember.objects.get(committee=committee).name
    assert "acte qui ne se réécrit pas" not in told


@pytest.mark.slow
def test_an_act_that_counts_stays_and_it_is_said(dakar):
    CorrespondentFactory(
        post=dakar,
        first_name="Zoé",
        last_name="Zylberfictif",
        email=EMAIL,
        ended_on=timezone.localdate() - timedelta(days=9),
    )
    EvaluationFactory(drafted_by="Camille Inventée", validated=NAME)

    told = erased()

    assert "Reste tel quel, acte qui ne se réécrit pas, évaluation : 1." in told
    assert Evaluation.objects.get().validated_by == NAME
    assert not Correspondent.objects.filter(last_name="Zylberfictif").exists()


@SIDES
def test_a_contact_is_kept_for_a_time_after_the_committee(settings, dossier, shift, is_kept):
    settings.RETENTION_DOSSIERS_MONTHS = 2
    dossier.call.committee_on = past(2, shift)
    dossier.call.save()

    run("apply_retention")

    assert Application.objects.filter(contact_email=EMAIL).exists() == is_kept
    assert Application.pgh_event_model.objects.filter(contact_name=NAME).exists() == is_kept


@SIDES
def test_with_a_grant_it_is_kept_for_a_time_after_the_end(settings, shift, is_kept):
    settings.RETENTION_DOSSIERS_MONTHS = 2
    grant = GrantFactory(
        contact_email=EMAIL,
        ends_on=past(2, shift),
        decision__application__contact_email=EMAIL,
    )
    Notification.objects.create(
        decision=grant.decision, subject="Objet", text="Texte.", sent_to=EMAIL
    )

    run("apply_retention")

    assert Application.objects.filter(contact_email=EMAIL).exists() == is_kept
    assert Grant.objects.filter(contact_email=EMAIL).exists() == is_kept
    assert Grant.pgh_event_model.objects.filter(contact_email=EMAIL).exists() == is_kept
    assert Notification.objects.filter(sent_to=EMAIL, text="Texte.").exists() == is_kept


@SIDES
def test_the_address_of_a_batch_is_kept_as_long(settings, shift, is_kept):
    settings.RETENTION_DOSSIERS_MONTHS = 2
    batch = OpinionRequestFactory().batch
    batch.call.committee_on = past(2, shift)
    batch.call.save()

    run("apply_retention")

    assert OpinionBatch.objects.exclude(sent_to="").exists() == is_kept


def past(months, shift):
    return timezone.localdate() - relativedelta(months=months) + timedelta(days=shift)
