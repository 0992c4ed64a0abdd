"""The file of a committee: what it says, frozen; its workbook; what it costs."""

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.models import AccessRecord
from correspondents.records.refusals import refusal_of
from projects.committees.content import content_of
from projects.committees.workbook import COLUMNS
from projects.models import ApplicationVersion, CommitteeFile, Opinion

from ...factories import (
    ApplicationFactory,
    CallFactory,
    CommitteeFactory,
    LocalAuthorityFactory,
    OpinionRequestFactory,
    PartnershipFactory,
)
from ...reviews import read_and_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    held_on = timezone.localdate() + timedelta(days=5)
    return CommitteeFactory(call=CallFactory(minimum_share=50), held_on=held_on)


def dossier_of(committee, **values):
    return ApplicationFactory(call=committee.call, **values)


def opinion_of(request, **values):
    opinion = Opinion.objects.create(
        request=request,
        application=request.application,
        **{"verdict": "favourable", "reasons": "Besoin réel.", **values},
    )
    opinion.validate("Dominique Inventé, COCAC")
    return opinion


def row_of(content, application):
    return next(row for row in content["rows"] if row["reference"] == application.reference)


def test_opinions_are_told_with_their_lateness_and_what_changed_since(committee, delegation):
    dossier = dossier_of(committee)
    ApplicationVersion.objects.keep(dossier, by=None)
    opinion_of(
        OpinionRequestFactory(application=dossier, due_in=-4),
        verdict="with_reservations",
        reservations="Suivi à renforcer.",
        committee_note="Pour le comité.",
    )
    dossier.title = "Un autre titre"
    dossier.save()

    told = row_of(content_of(committee, delegation), dossier)["posts"][0]

    assert told["state"] == "favorable avec réserves"
    assert told["late"] == "reçu hors délai (J+4)"
    assert told["committee"] == "Pour le comité."
    assert told["changes"] == [["Intitulé", ["Un projet inventé"], ["Un autre titre"]]]


def test_what_is_missing_comes_first(committee, delegation):
    committee.call.required_pieces.create(name="Délibération")
    silent = OpinionRequestFactory(application=dossier_of(committee), due_in=-1).application
    nobody = dossier_of(committee)

    content = content_of(committee, delegation)

    states = {row["reference"]: row["posts"] for row in content["missing_opinions"]}
    assert "avis non rendu à l’échéance" in states[silent.reference][0]
    assert states[nobody.reference] == ["aucun poste saisi"]
    assert content["missing_pieces"][0]["pieces"] == ["il manque : Délibération"]


def test_the_running_total_follows_the_ranks_and_the_rates(committee, delegation):
    call = committee.call
    call.envelopes.create(amount=20_000, currency="EUR")
    call.exchange_rates.create(currency="XOF", per_euro=655, on="2026-01-05", source="Inventée")
    second = dossier_of(committee, proposed_rank=2, proposed_amount=4_000)
    first = dossier_of(committee, proposed_rank=1, requested=655_000, currency="XOF", lines=[])
    unranked = dossier_of(committee)

    content = content_of(committee, delegation)

    assert [row["reference"] for row in content["rows"]] == [
        first.reference,
        second.reference,
        unranked.reference,
    ]
    assert [row["running_euros"] for row in content["rows"]] == ["1000.00", "5000.00", None]
    assert content["total"]["requested"] == "21000.00"
    assert content["total"]["proposed"] == "5000.00"
    assert content["total"]["proposed_share"] == "25,0 %"
    assert content["zones"][0]["dossiers"] == 3


def test_an_unknown_rate_is_told_and_never_counted_as_nothing(committee, delegation):
    dossier_of(committee, proposed_rank=1, requested=655_000, currency="XOF", lines=[])
    dossier_of(committee, proposed_rank=2)

    content = content_of(committee, delegation)

    assert [row["running_euros"] for row in content["rows"]] == [None, None]
    assert content["total"]["requested"] is None


def test_who_else_works_there_is_told(committee, delegation):
    dossier = dossier_of(committee)
    lead = LocalAuthorityFactory(name="Autreville")
    other = PartnershipFactory(partner=dossier.partner, lead=lead)

    told = row_of(content_of(committee, delegation), dossier)

    assert other.lead.name in told["overlaps"][0][1]


def test_a_frozen_file_keeps_what_it_said(committee, delegation):
    dossier = dossier_of(committee)
    file = CommitteeFile.objects.freeze(committee, content_of(committee, delegation), by=delegation)
    dossier.title = "Un autre titre"
    dossier.save()
    second = CommitteeFile.objects.freeze(
        committee, content_of(committee, delegation), by=delegation
    )

    file.refresh_from_db()
    assert (file.number, second.number) == (1, 2)
    assert file.content["rows"][0]["title"] == "Un projet inventé"
    assert file.is_intact
    assert second.sha256 != file.sha256
    file.content = {}
    for act in [file.save, file.delete]:
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            act()
        assert "ne se réécrit pas" in refusal_of(error.value)


@pytest.mark.slow
def test_the_pages_and_the_workbook_say_the_same(committee, delegation_client):
    dossier = dossier_of(committee, proposed_rank=1, proposed_amount="4000.50")
    base = f"/admin/projects/committee/{committee.pk}"
    read_and_done(delegation_client, f"{base}/actes/", {"act": "freeze"})

    page = delegation_client.get(f"{base}/dossier/1/").content.decode()
    answer = delegation_client.get(f"{base}/dossier/1.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    assert dossier.title in page
    assert "4\xa0000,50\xa0€" in page
    assert book.sheetnames == ["Dossiers", "Totaux", "Taux de change", "À propos"]
    heads, values = list(book["Dossiers"].iter_rows(values_only=True))[:2]
    row = dict(zip(heads, values, strict=True))
    assert list(heads) == [column.label for column in COLUMNS]
    assert row["Cumul, EUR"] == 4000.5
    assert row["Dossier"] == dossier.reference
    assert list(AccessRecord.objects.filter(what="export").values_list("rows")) == [(1,), (1,)]
    assert delegation_client.get(f"{base}/dossier/2/").status_code == 404


def queries_for(committee, user):
    with CaptureQueriesContext(connection) as captured:
        content_of(committee, user)
    return len(captured)


@pytest.mark.slow
def test_a_file_costs_as_many_queries_for_one_dossier_as_for_four(committee, delegation):
    def add(count):
        for _ in range(count):
            opinion_of(OpinionRequestFactory(application=dossier_of(committee), due_in=2))

    add(1)
    queries_for(committee, delegation)  # fills Django's own caches
    one = queries_for(committee, delegation)
    add(3)

    assert queries_for(committee, delegation) == one


def test_amounts_in_the_workbook_are_numbers(committee, delegation):
    dossier_of(committee)
    content = content_of(committee, delegation)
    columns = {column.name: column for column in COLUMNS}

    assert columns["requested_euros"].cell(content["rows"][0]) == Decimal("10000.00")


@pytest.mark.slow
def test_a_dossier_whose_amount_is_to_come_is_told_so_everywhere(
    committee, delegation, delegation_client
):
    committee.call.ceilings.create(amount=5_000, currency="EUR")
    dossier = dossier_of(committee, requested=None, proposed_rank=1)
    OpinionRequestFactory(application=dossier, due_in=-1)

    row = row_of(content_of(committee, delegation), dossier)

    states = {name: state for name, state, _ in row["flags"]}
    assert (row["requested"], row["requested_euros"], row["running_euros"]) == (None, None, None)
    assert states["plafond"] == states["budget"] == "à vérifier"
    for page in ("committee/{0}/decisions", "application/{1}/instruction", "call/{2}/avis"):
        address = page.format(committee.pk, dossier.pk, committee.call.pk)
        assert delegation_client.get(f"/admin/projects/{address}/").status_code == 200
    listed = delegation_client.get("/admin/projects/application/").content.decode()
    assert "à préciser" in listed
    workbook = f"/admin/projects/committee/{committee.pk}"
    read_and_done(delegation_client, f"{workbook}/actes/", {"act": "freeze"})
    answer = delegation_client.get(f"{workbook}/dossier/1.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    heads, values = list(book["Dossiers"].iter_rows(values_only=True))[:2]
    assert dict(zip(heads, values, strict=True))["Demandé"] is None
