"""Deadlines at midnight of Paris, whatever the hour and the season; reminders whatever the runs."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from correspondents.models import Message
from correspondents.records.refusals import refusal_of
from correspondents.reference import workdays
from projects.grants import reminders as of_reports
from projects.models import (
    ApplicationVersion,
    Decision,
    Opinion,
    OpinionBatch,
    OpinionReminder,
    OpinionRequest,
    ReportReminder,
    Window,
)
from projects.opinions import reminders as of_opinions

from ...factories import CommitteeFactory, OpinionRequestFactory, ReportFactory
from ...hypothesis_profiles import examples

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
# Seconds from a midnight: those that fall on another date in UTC come often.
seconds = st.integers(-7_300, 7_300) | st.integers(-5 * 86_400, 5 * 86_400)
zones = st.sampled_from(["UTC", "Europe/Paris", "Pacific/Auckland", "America/Cayenne"])


def midnight(day):
    """The first moment of a day in Paris."""
    return datetime.combine(day, time(), PARIS).astimezone(ZoneInfo("UTC"))


@contextmanager
def undone():
    """Nothing of what the block writes stays: an example meets none of the former ones."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def refusal(act):
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        return refusal_of(error)
    return ""


# Deadlines


@given(due=days, after=seconds, zone=zones)
@example(due=date(2027, 1, 4), after=86_399, zone="UTC")
@example(due=date(2027, 7, 5), after=86_400, zone="UTC")
@example(due=date(2027, 3, 27), after=86_400 + 60, zone="UTC")
def test_an_opinion_is_late_by_the_midnights_of_paris_that_passed(due, after, zone):
    moment = (midnight(due) + after * SECOND).astimezone(ZoneInfo(zone))
    request = OpinionRequest(batch=OpinionBatch(due_on=due))

    told = Opinion(request=request, validated_at=moment).lateness

    passed = sum(midnight(due + n * DAY) <= moment for n in range(1, 9))
    assert told == (f"reçu hors délai (J+{passed})" if passed else "")


@given(opens=days, length=st.integers(1, 40 * 86_400), on=st.integers(-3, 45))
def test_a_window_takes_what_is_filed_on_a_day_that_it_shares(opens, length, on):
    opens_at = midnight(opens) + (length % 86_400) * SECOND
    window = Window(opens_at=opens_at, closes_at=opens_at + length * SECOND)
    day = opens + on * DAY

    shares = window.opens_at < midnight(day + DAY) and midnight(day) < window.closes_at
    assert window.takes(day) == shares


@pytest.mark.django_db
@examples(25)
@given(met_on=days, after=st.integers(-7_300, 7_300))
@example(met_on=date(2027, 7, 6), after=-60)
@example(met_on=date(2027, 7, 6), after=60)
@example(met_on=date(2027, 1, 5), after=-1)
@example(met_on=date(2027, 1, 5), after=0)
def test_an_opinion_counts_until_the_midnight_of_the_committee_s_day(met_on, after):
    request = OpinionRequestFactory()
    CommitteeFactory(call=request.batch.call, held_on=met_on)
    opinion = Opinion(
        request=request,
        application=request.application,
        version=ApplicationVersion.objects.keep(request.application, by=None),
        verdict="not_applicable",
        validated_by="Awa Inventée",
        validated_at=midnight(met_on) + after * SECOND,
    )

    said = refusal(opinion.save)

    assert said == ("Le comité s’est réuni : l’avis ne peut plus être rendu." if after >= 0 else "")


@pytest.mark.django_db
@examples(25)
@given(due=days, after=st.integers(-7_300, 7_300))
@example(due=date(2027, 7, 5), after=-60)
@example(due=date(2027, 7, 5), after=60)
@example(due=date(2027, 1, 4), after=-1)
@example(due=date(2027, 1, 4), after=0)
def test_a_silent_post_is_waited_for_until_the_midnight_that_ends_its_last_day(due, after):
    request = OpinionRequestFactory()
    OpinionBatch.objects.filter(pk=request.batch_id).update(due_on=due)
    decision = Decision(
        committee=CommitteeFactory(call=request.batch.call, held_on=due - 9 * DAY),
        application=request.application,
        outcome="retained",
        amount=9_000,
        decided_at=midnight(due + DAY) + after * SECOND,
    )

    said = refusal(decision.save)

    assert ("sans l’avis du poste" in said) == (after < 0)
    assert (said == "") == (after >= 0)


# Reminders


def an_opinion_asked_for():
    """(what is reminded, the country whose week counts)."""
    return OpinionRequestFactory(due_in=60, asked_ago=90).batch, "SN"


def a_report_owed():
    return ReportFactory(due_in=100), "FR"


REMINDED = {
    "opinions": (an_opinion_asked_for, of_opinions, OpinionReminder, "OPINION_REMINDER_DAYS"),
    "reports": (a_report_owed, of_reports, ReportReminder, "REPORT_REMINDER_DAYS"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", REMINDED)
@examples(25)
@given(st.lists(st.integers(-80, 40), min_size=1, max_size=12))
def test_each_step_is_reminded_once_whatever_the_days_of_the_runs(kind, runs):
    make, reminders, model, name = REMINDED[kind]
    with undone():
        owed, country = make()
        ran = [owed.due_on + n * DAY for n in sorted(runs)]
        for day in ran:
            reminders.run(day)
        written = list(model.objects.values_list("step", "sent_on").order_by("step"))
        mails = Message.objects.count()

    worked = [day for day in ran if workdays.is_working_day(day, country)]
    steps = sorted(getattr(settings, name))
    begins = [workdays.reminder_day(owed.due_on, step, country) for step in steps]
    ends = [*begins[1:], date.max]
    # A step is that of its first run on a working day, before the next step comes.
    expected = [
        (step, found[0])
        for step, begin, end in zip(steps, begins, ends, strict=True)
        if (found := [day for day in worked if begin <= day < end])
    ]
    assert written == expected
    assert mails == len(expected)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("kind", REMINDED)
def test_runs_out_of_order_repeat_no_step(kind):
    make, reminders, model, name = REMINDED[kind]
    owed, _ = make()
    backwards = [owed.due_on + n * DAY for n in range(40, -81, -1)]

    for day in [*backwards, *reversed(backwards)]:
        reminders.run(day)

    assert sorted(model.objects.values_list("step", flat=True)) == sorted(getattr(settings, name))
    assert Message.objects.count() == len(getattr(settings, name))


def test_the_deadlines_are_those_of_paris():
    assert timezone.get_current_timezone_name() == "Europe/Paris"
