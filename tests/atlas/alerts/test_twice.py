"""200 addresses to write to; the command killed, and run twice at once: each thing once to each."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from atlas.alerts import digests
from atlas.models import AlertDelivery, AlertSubscriber, AlertSubscription
from correspondents.models import Message, SignedLink

from ...correspondents.two_staff import opened
from ...databases import copied_database, manage, start_manage
from ...factories import NewsItemFactory

pytestmark = pytest.mark.drill

ADDRESSES = 200
KILLS = 4


@pytest.fixture(scope="module")
def base(django_db_setup):
    with copied_database("alerts") as url:
        yield url


@pytest.fixture
def office(base, django_db_blocker):
    """A base of its own, with addresses that follow Senegal, and two things to tell them."""
    with django_db_blocker.unblock(), opened(base) as office:
        with office.editing() as connection:
            connection.execute(
                "TRUNCATE atlas_alertsubscriber, atlas_newsitem, correspondents_message,"
                " correspondents_signedlink CASCADE"
            )
        for number in range(ADDRESSES):
            AlertSubscription.objects.create(
                subscriber=AlertSubscriber.objects.create(email=f"a{number}@commune.example"),
                country_id="SN",
                frequency="daily",
                label="Sénégal",
                confirmed_at=timezone.now() - timedelta(days=1),
            )
        NewsItemFactory.create_batch(2)
        yield office


def told():
    return Counter(AlertDelivery.objects.values_list("subscriber", flat=True))


def test_each_thing_is_told_once_whatever_is_killed(office, base):
    moments, cut = random.Random(5), 0
    for _ in range(KILLS):
        process = start_manage("send_alerts", DATABASE_URL=base)
        time.sleep(moments.uniform(0.8, 1.8))
        cut += process.poll() is None
        process.kill()
        process.communicate()
    both = [start_manage("send_alerts", DATABASE_URL=base) for _ in range(2)]
    for process in both:
        process.communicate()

    assert [process.returncode for process in both] == [0, 0]
    assert manage("send_alerts", DATABASE_URL=base) == "0 messages écrits\n"
    written = Counter(Message.objects.values_list("to", flat=True))
    assert (len(written), set(written.values())) == (ADDRESSES, {1})
    assert (len(told()), set(told().values())) == (ADDRESSES, {2})
    assert SignedLink.objects.count() == ADDRESSES
    assert cut, "no run was cut while it worked"


def test_of_two_runs_that_meet_on_an_address_one_writes(office):
    subscriber, today = AlertSubscriber.objects.first(), timezone.localdate()
    with office.editing() as holder:
        holder.execute(
            "SELECT * FROM atlas_alertsubscriber WHERE id = %s FOR UPDATE", [subscriber.pk]
        )
        runs = [office.begin(digests.tell, subscriber.pk, today) for _ in range(2)]
        office.wait_for(2)

    assert sorted(run.result() for run in runs) == [0, 1]
    assert told()[subscriber.pk] == 2
