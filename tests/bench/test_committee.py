"""The file of a committee of 120 dossiers: its content, its page, its workbook, beside a constant
page of the same run. The issue promises the whole in less than 8 seconds."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.committees.content import content_of
from projects.models import ApplicationVersion, CommitteeFile, Opinion

from ..factories import (
    ApplicationFactory,
    CommitteeFactory,
    OpinionRequestFactory,
    PartnershipFactory,
)

DOSSIERS, PROMISED = 120, 8
CONSTANT = "/robots.txt"


def fill(committee):
    """Each dossier has an opinion given on a former version, a neighbour and a required piece."""
    committee.call.required_pieces.create(name="Délibération")
    for rank in range(1, DOSSIERS + 1):
        dossier = ApplicationFactory(call=committee.call, proposed_rank=rank)
        PartnershipFactory(partner=dossier.partner)
        ApplicationVersion.objects.keep(dossier, by=None)
        request = OpinionRequestFactory(application=dossier, due_in=-2)
        opinion = Opinion.objects.create(
            request=request, application=dossier, verdict="favourable", reasons="Motifs. " * 200
        )
        opinion.validate("Dominique Inventé, COCAC")
        dossier.title += ", modifié"
        dossier.save()


def timed(act):
    """(seconds, what it gave)."""
    start = time.perf_counter()
    given = act()
    return time.perf_counter() - start, given


@pytest.mark.django_db
def test_a_file_of_120_dossiers(delegation_client, delegation):
    committee = CommitteeFactory(held_on=timezone.localdate() + timedelta(days=9))
    fill(committee)
    base = f"/admin/projects/committee/{committee.pk}/dossier/1"
    delegation_client.get(CONSTANT)
    constant = min(timed(lambda: delegation_client.get(CONSTANT))[0] for _ in range(20))

    with CaptureQueriesContext(connection) as queries:
        reading, content = timed(lambda: content_of(committee, delegation))
        number = len(queries)
    freezing, _ = timed(lambda: CommitteeFile.objects.freeze(committee, content, by=delegation))
    page, _ = timed(lambda: delegation_client.get(f"{base}/").content)
    workbook, _ = timed(lambda: b"".join(delegation_client.get(f"{base}.xlsx").streaming_content))

    steps = {"content": reading, "freezing": freezing, "page": page, "workbook": workbook}
    print(f"\nconstant page {constant * 1000:.1f} ms")
    for name, seconds in steps.items():
        print(f"{name:10} {seconds:6.2f} s  {seconds / constant:7.0f}x")
    print(f"{number} queries for the content, whatever the dossiers")
    assert len(content["rows"]) == DOSSIERS
    assert all(row["posts"][0]["changes"] for row in content["rows"])
    assert sum(steps.values()) < PROMISED
