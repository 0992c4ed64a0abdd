"""The list as it was: read back from history, whatever wrote it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.editions.as_of import (
    TRACKED,
    NetworkState,
    current_state,
    freeze,
    history_starts_on,
    state_of,
    state_on,
)
from correspondents.models import Correspondent, Edition, Post, Zone

from ...factories import CorrespondentFactory, EditionFactory


def happened(day, **events):
    """Date what a transaction wrote (it has one moment only) as if it were of that day at noon."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for model in TRACKED:
        model.pgh_event_model.objects.filter(pgh_created_at__gt=noon, **events).update(
            pgh_created_at=noon
        )


def names(state):
    return {person.last_name for person in state.people}


@pytest.fixture
def march(dakar):
    """A person whom the base knows since 1 March 2026."""
    person = CorrespondentFactory(post=dakar, last_name="Ancienne", function="Attachée")
    happened(date(2026, 3, 1))
    return person


def test_before_everything_the_list_is_empty(march):
    state = state_on(date(2026, 2, 28))

    assert (state.people, state.posts) == ([], {})


def test_an_entry_is_there_from_the_day_it_was_written(march):
    assert names(state_on(date(2026, 3, 1))) == {"Ancienne"}


def test_a_change_is_seen_from_its_day_on(march):
    Correspondent.objects.filter(pk=march.pk).update(function="Conseillère")
    happened(date(2026, 4, 1), pgh_label="update")

    functions = [state_on(date(2026, m, 15)).people[0].function for m in (3, 4)]

    assert functions == ["Attachée", "Conseillère"]


def test_a_bulk_update_is_seen(march):
    march.function = "Directrice"
    Correspondent.objects.bulk_update([march], ["function"])

    assert current_state().people[0].function == "Directrice"


def test_a_deleted_entry_was_there_until_then(march):
    march.delete()
    happened(date(2026, 4, 1), pgh_label="delete")

    assert names(state_on(date(2026, 3, 31))) == {"Ancienne"}
    assert names(state_on(date(2026, 4, 1))) == set()


def test_only_those_in_office_on_the_day_are_in_the_list(dakar):
    CorrespondentFactory(post=dakar, last_name="Partie", ended_on=date(2026, 3, 9))
    CorrespondentFactory(post=dakar, last_name="Suivante", started_on=date(2026, 3, 10))
    happened(date(2026, 1, 1))

    assert names(state_on(date(2026, 3, 9))) == {"Partie"}
    assert names(state_on(date(2026, 3, 10))) == {"Suivante"}


def test_the_day_ends_at_midnight_in_paris(march):
    Correspondent.pgh_event_model.objects.update(
        pgh_created_at=datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # half past midnight on the 6th
    )

    assert names(state_on(date(2026, 3, 5))) == set()
    assert names(state_on(date(2026, 3, 6))) == {"Ancienne"}


def test_posts_and_zones_are_as_they_were(march, dakar):
    zone = dakar.country.zone.name
    Post.objects.filter(pk=dakar.pk).update(status="suspended", name="Autre nom")
    Zone.objects.filter(pk=dakar.country.zone_id).update(name="Autre zone")
    happened(date(2026, 4, 1), pgh_label="update")

    post = state_on(date(2026, 3, 31)).people[0].post

    assert (post.status, post.name) == ("open", dakar.name)
    assert post.country.zone.name == zone
    assert current_state().posts[dakar.pk].status == "suspended"


def test_today_from_history_is_what_the_tables_hold(dakar):
    CorrespondentFactory(post=dakar, last_name="Côté", first_name="Éloïse", other_data={"a": "b"})
    CorrespondentFactory(post=Post.objects.get(slug="tirana"), vacant=True)

    state = current_state()

    for model, read in [(Correspondent, state.people), (Post, state.posts.values())]:
        read = {row.pk: row for row in read}
        assert set(read) == set(model.objects.values_list("pk", flat=True))
        for row in model.objects.all():
            for field in model._meta.concrete_fields:
                assert getattr(read[row.pk], field.attname) == getattr(row, field.attname)


def test_the_list_is_in_the_order_of_the_public_one(dakar):
    for slug, role in [("tirana", "cocac"), ("dakar", "backup"), ("dakar", "correspondent")]:
        CorrespondentFactory(post=Post.objects.get(slug=slug), role=role)
    expected = Correspondent.objects.in_office().in_answer_order()

    assert [p.pk for p in current_state().people] == [p.pk for p in expected]


def test_reading_costs_four_queries_whatever_the_length(dakar):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert [p.post.country.zone.name for p in current_state().people]
        return len(queries)

    CorrespondentFactory(post=dakar)
    assert cost() == 4
    for rank in range(2, 12):
        CorrespondentFactory(post=dakar, rank=rank)
    assert cost() == 4


def test_an_edition_does_not_move_when_the_base_does(march, dakar):
    edition = EditionFactory()
    march.end_tenure(on=timezone.localdate() - timedelta(days=1))
    CorrespondentFactory(post=dakar, last_name="Nouvelle", started_on=timezone.localdate())
    Post.objects.filter(pk=dakar.pk).update(status="suspended")

    state = state_of(Edition.objects.get(pk=edition.pk))

    assert names(state) == {"Ancienne"}
    assert state.people[0].post.is_working
    assert names(current_state()) == {"Nouvelle"}


def test_an_edition_ignores_what_a_running_transaction_dates_before_it(march, dakar):
    # A transaction's events bear the moment of its start, even when it writes after the edition.
    edition = EditionFactory()
    late = CorrespondentFactory(post=dakar, rank=2, last_name="Tardive")
    Correspondent.pgh_event_model.objects.filter(pgh_obj=late.pk).update(
        pgh_created_at=edition.seen_at - timedelta(minutes=5)
    )

    assert "Tardive" in names(NetworkState(day=edition.closed_on, moment=edition.seen_at))
    assert names(state_of(edition)) == {"Ancienne"}


def test_an_edition_waits_for_those_who_are_writing(march):
    name = connection.settings_dict["NAME"]
    server = partial(psycopg.connect, settings.DATABASE_URL, dbname=name)
    with server() as writer, server(autocommit=True) as observer, ThreadPoolExecutor(1) as desk:
        writer.execute("UPDATE correspondents_post SET website = website WHERE slug = 'dakar'")
        desk.submit(cancel_who_waits, observer)

        with pytest.raises(OperationalError, match="user request"):
            freeze(Edition(number=1, closed_on=timezone.localdate(), validated_by="Inventée"))
        writer.rollback()


def cancel_who_waits(observer):
    """Once somebody waits for a lock; a lock_timeout never ends under libfaketime."""
    waiting = "datname = current_database() AND wait_event_type = 'Lock'"
    cancel = f"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE {waiting}"
    deadline = time.monotonic() + 30
    while not observer.execute(cancel).fetchone() and time.monotonic() < deadline:
        observer.execute("SELECT pg_sleep(0.01)")


def test_the_history_has_a_first_day(db, dakar):
    assert history_starts_on() is None

    CorrespondentFactory(post=dakar)
    happened(date(2026, 3, 1))

    assert history_starts_on() == date(2026, 3, 1)
