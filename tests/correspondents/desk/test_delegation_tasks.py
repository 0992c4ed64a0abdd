"""What waits for the delegation: counted, dated, and leading to the list that mends it."""

from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from correspondents.desk.delegation_tasks import delegation_tasks
from correspondents.models import (
    Absence,
    Check,
    Correspondent,
    Handover,
    ImportBatch,
    Message,
    Proposal,
    SignedLink,
    UnansweredSearch,
)

from ...factories import CorrespondentFactory, UserFactory, lazy_day, lazy_moment

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def ago(days):
    return timezone.now() - timedelta(days=days)


def dead_letter(key="a", **values):
    return Message.objects.create(
        key=key, kind="confirmation", to="zoe@a.example", subject="Votre entrée", text="secret",
        **{"dead_at": ago(1), "tries": 8, **values},
    )  # fmt: skip


def proposal(person, **values):
    return Proposal.objects.create(
        **{
            "content_type": ContentType.objects.get_for_model(person),
            "object_id": person.pk,
            "post": person.post,
            "origin": "link",
            "field": "phone",
            "new": "+221 33 111 11 11",
            **values,
        }
    )


@pytest.fixture
def groups(delegation):
    """{kind: group} of what waits now."""
    return lambda: {group.kind: group for group in delegation_tasks(delegation)}


def test_nothing_waits_in_an_empty_base(groups):
    assert groups() == {}


@pytest.mark.parametrize(
    ("kind", "values", "neighbour"),
    [
        ("silent", {"silent_since": lazy_day(days=-9)}, {}),
        (
            "told_gone_long",
            {"hidden_since": lazy_moment(days=-8)},
            {"hidden_since": lazy_moment(days=-6)},
        ),
        (
            "bounced",
            {
                "email": "a@b.example",
                "bounced_email": "A@b.example",
                "bounced_on": lazy_day(days=-2),
            },
            {"email": "new@b.example", "bounced_email": "old@b.example"},
        ),
        (
            "leaving_without_successor",
            {"ended_on": lazy_day(days=40)},
            {"ended_on": lazy_day(days=200)},
        ),
        ("vacancies", {"vacant": True}, {}),
    ],
)
def test_people_who_need_somebody_are_counted_and_listed(
    delegation_client, groups, kind, values, neighbour
):
    one = CorrespondentFactory(**values)
    CorrespondentFactory(role="cocac", **neighbour)

    group = groups()[kind]
    listed = delegation_client.get(group.url).context["cl"].queryset

    assert group.count == 1
    assert list(listed) == [one]


def test_due_people_whom_nothing_reaches_are_counted(dakar, groups):
    dakar.mailbox = ""
    dakar.save()
    CorrespondentFactory(email="")
    CorrespondentFactory(role="cocac")
    CorrespondentFactory(role="backup", email="", verified_on=in_days(-3))

    assert groups()["due_without_address"].count == 1


def test_who_has_a_successor_is_no_task(groups):
    CorrespondentFactory(ended_on=in_days(30))
    CorrespondentFactory(started_on=in_days(31))

    assert "leaving_without_successor" not in groups()


def test_the_oldest_tells_since_when(groups):
    CorrespondentFactory(silent_since=date(2026, 3, 2))
    CorrespondentFactory(role="cocac", silent_since=date(2026, 4, 2))

    assert (groups()["silent"].count, groups()["silent"].since) == (2, date(2026, 3, 2))


def test_fields_proposed_together_are_one_task(groups):
    person = CorrespondentFactory()
    first = proposal(person)
    proposal(person, field="email", new="z@a.example", submission=first.submission)
    proposal(person, origin="public", field="", comment="Cette personne est partie.")

    assert {kind: groups()[kind].count for kind in ("proposals", "reports")} == {
        "proposals": 1,
        "reports": 1,
    }


def test_imports_that_wait_and_searches_without_an_answer_are_told(groups):
    ImportBatch.objects.create(file_name="a.csv", size=1, state="planned")
    ImportBatch.objects.create(file_name="b.csv", size=1, state="refused")
    ImportBatch.objects.create(file_name="c.csv", size=1, state="applied", applied_at=ago(1))
    for _ in range(3):
        UnansweredSearch.objects.note("syldavie")

    found = groups()

    assert {kind: group.count for kind, group in found.items()} == {
        "planned": 1,
        "refused": 1,
        "searches": 1,
    }


def test_the_people_of_a_post_have_no_task_of_the_delegation(dakar):
    CorrespondentFactory(silent_since=in_days(-9))

    assert delegation_tasks(UserFactory(post=dakar)) == []


def test_the_cost_does_not_depend_on_what_waits(groups):
    groups()  # an account asks its group once
    costs = []
    for count in (1, 4):
        for number in range(count):
            CorrespondentFactory(role="cocac", silent_since=in_days(-9))
            dead_letter(key=f"{count} {number}")
        with CaptureQueriesContext(connection) as queries:
            groups()
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_dead_letter_is_tried_again_and_its_text_never_shown(delegation_client, groups):
    letter = dead_letter()
    alive = dead_letter(key="b", dead_at=None, tries=2)
    listed = delegation_client.get(groups()["dead"].url)
    assert [message.pk for message in listed.context["cl"].queryset] == [letter.pk]
    page = delegation_client.get(reverse("admin:correspondents_message_change", args=[letter.pk]))
    assert "secret" not in page.content.decode()

    data = {"action": "retry", "_selected_action": [letter.pk, alive.pk]}
    delegation_client.post(reverse("admin:correspondents_message_changelist"), data)

    letter.refresh_from_db()
    alive.refresh_from_db()
    assert (letter.dead_at, letter.tries) == (None, 0)
    assert alive.tries == 2


@pytest.mark.slow
def test_mails_checks_and_links_are_only_read(delegation_client):
    person = CorrespondentFactory()
    check = Check.objects.create(correspondent=person, reason="period")
    link = SignedLink.objects.issue("confirm", person, to=person.email, lasts=timedelta(days=30))

    for record in (dead_letter(), check, link):
        address = reverse(
            f"admin:correspondents_{record._meta.model_name}_change", args=[record.pk]
        )
        assert delegation_client.get(address).status_code == 200
        assert delegation_client.post(address, {}).status_code == 403
        assert link.token not in delegation_client.get(address).content.decode()


def test_a_link_is_revoked(delegation_client):
    person = CorrespondentFactory()
    links = [
        SignedLink.objects.issue("confirm", person, to="z@a.example", lasts=timedelta(days=30))
        for _ in range(2)
    ]
    links[1].use("exact")

    data = {"action": "revoke", "_selected_action": [link.pk for link in links]}
    delegation_client.post(reverse("admin:correspondents_signedlink_changelist"), data)

    assert [link.revoked_at is None for link in SignedLink.objects.order_by("created_at")] == [
        False,
        True,
    ]


def test_a_departure_that_was_none_is_published_again(delegation_client):
    person = CorrespondentFactory(hidden_since=ago(8))

    data = {"action": "show_again", "_selected_action": [person.pk]}
    delegation_client.post(reverse("admin:correspondents_correspondent_changelist"), data)

    assert Correspondent.objects.get(pk=person.pk).hidden_since is None


def test_an_absence_and_a_handover_are_kept(delegation_client):
    person, other = CorrespondentFactory(), CorrespondentFactory(role="backup")
    days = {"starts_on": "2026-08-01", "ends_on": "2026-08-20", "stand_in": other.pk}
    told = {"notes": "Le dossier de Thiès.", "written_by": "Zoé", "successor": other.pk}

    delegation_client.post(
        reverse("admin:correspondents_absence_add"), {"correspondent": person.pk, **days}
    )
    delegation_client.post(
        reverse("admin:correspondents_handover_add"), {"leaver": person.pk, **told}
    )

    assert Absence.objects.get().stand_in == other
    assert Handover.objects.get().successor == other
    for name in ("absence", "handover"):
        page = delegation_client.get(reverse(f"admin:correspondents_{name}_changelist"))
        assert str(person) in page.content.decode()
