"""250 people to write to, commands killed and run twice at once: one mail each, none without."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from correspondents.models import Check, Correspondent, Message, Post, SignedLink

from ...databases import copied_database, manage, start_manage
from ...factories import CorrespondentFactory
from ...mailserver import letterbox
from ..two_staff import opened

pytestmark = pytest.mark.drill

PEOPLE = 250
KILLS = 6


@pytest.fixture(scope="module")
def base(django_db_setup):
    with copied_database("killed") as url:
        yield url


@pytest.fixture
def office(base, django_db_blocker):
    """The loop's tables of a base of its own, with 250 people to write to."""
    with django_db_blocker.unblock(), opened(base) as office:
        posts = Post.objects.working().filter(parent=None)[:PEOPLE]
        with office.editing() as connection:
            connection.execute(
                "TRUNCATE correspondents_message, correspondents_check,"
                " correspondents_signedlink, correspondents_correspondent CASCADE"
            )
        for rank in range(1, PEOPLE // len(posts) + 2):
            for post in posts[: PEOPLE - Correspondent.objects.count()]:
                CorrespondentFactory(post=post, rank=rank)
        yield office


def kill_at_random(command, seed, **environment):
    """Start the command and kill it after a while, `KILLS` times; how often it was under way."""
    moments, cut = random.Random(seed), 0
    for _ in range(KILLS):
        process = start_manage(command, **environment)
        time.sleep(moments.uniform(0.8, 2.5))
        cut += process.poll() is None
        process.kill()
        process.communicate()
    return cut


def run_twice_at_once(command, **environment):
    processes = [start_manage(command, **environment) for _ in range(2)]
    printed = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    return printed


def test_each_person_has_one_mail_whatever_is_killed(office, base):
    cut = kill_at_random("send_confirmations", 4, DATABASE_URL=base)
    run_twice_at_once("send_confirmations", DATABASE_URL=base)

    assert manage("send_confirmations", DATABASE_URL=base) == "0 messages écrits\n"
    written = Counter(Message.objects.values_list("to", flat=True))
    assert len(written) == PEOPLE
    assert set(written.values()) == {1}
    assert Check.objects.open().filter(mails=1).count() == PEOPLE
    assert SignedLink.objects.count() == PEOPLE
    assert cut, "no run was cut while it wrote"

    with letterbox() as box:
        server = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(box.port), "DATABASE_URL": base}
        cut = kill_at_random("send_mails", 7, **server)
        run_twice_at_once("send_mails", **server)

    assert not Message.objects.waiting().exists()
    numbers = Counter(
        mail["To"] for mail in {mail["Message-ID"]: mail for mail in box.mails}.values()
    )
    assert len(numbers) == PEOPLE
    assert set(numbers.values()) == {1}
    # A mail cut between the server's answer and the commit comes again under the same Message-ID.
    assert len(box.mails) - PEOPLE <= cut


def test_of_two_who_use_a_link_at_once_one_does(office):
    person = Correspondent.objects.first()
    link = SignedLink.objects.issue("confirm", person, to=person.email, lasts=timedelta(days=1))
    with office.held("correspondents_signedlink"):
        acts = [office.begin(SignedLink.objects.get(pk=link.pk).use, "exact") for _ in range(2)]
        office.wait_for(2)

    assert sorted(act.result() for act in acts) == [False, True]
