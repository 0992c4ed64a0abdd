"""A meeting as a calendar program reads it: its zone, its hours, or the whole day."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError
from icalendar import Calendar

from atlas.coordination.agenda import When, calendar_of
from correspondents.models import Post

from ...factories import InvitationFactory, MeetingFactory

DAY = date(2031, 7, 15)


@pytest.fixture
def ottawa(db):
    Post.objects.filter(slug="ottawa").update(timezone="America/Toronto")
    return Post.objects.get(slug="ottawa")


def event_of(**values):
    """(calendar, event) of an invitation to such a meeting, written and read again."""
    values = {"held_on": DAY, "territory__name": "Ndimagine", **values}
    invitation = InvitationFactory(meeting=MeetingFactory(**values))
    calendar = Calendar.from_ical(calendar_of(invitation, 'Anaïs "la" Fictive, Ambassade'))
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_an_hour_is_that_of_the_post_with_the_rules_of_its_zone(ottawa):
    calendar, event = event_of(post=ottawa, hour="10 h à 11 h 30")

    assert event["DTSTART"].params["TZID"] == "America/Toronto"
    assert f"{event.start:%d %H:%M %z}" == "15 10:00 -0400"
    assert event.end - event.start == timedelta(hours=1, minutes=30)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "America/Toronto"
    assert zone.daylight
    assert "la" in event["ORGANIZER"].params["CN"]


@pytest.mark.parametrize(
    ("hour", "start", "end"),
    [
        ("15 h, heure de Paris", "15:00 +0200", "16:00"),
        ("15h30", "15:30 -0400", "16:30"),
        ("9:05", "09:05 -0400", "10:05"),
        ("23 h à 1 h", "23:00 -0400", "00:00"),
        ("de 8 h à 9 h (heure d’Ottawa)", "08:00 -0400", "09:00"),
    ],
)
def test_an_hour_is_read_as_it_is_written(ottawa, hour, start, end):
    _, event = event_of(post=ottawa, hour=hour)

    assert (f"{event.start:%H:%M %z}", f"{event.end:%H:%M}") == (start, end)


@pytest.mark.parametrize("hour", ["", "le matin", "15 h, heure de Montréal", "25 h", "salle 2"])
def test_what_cannot_be_read_for_sure_lasts_the_whole_day(ottawa, hour):
    _, event = event_of(post=ottawa, hour=hour)

    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.start == DAY
    assert hour in event["DESCRIPTION"]


def test_the_hour_of_paris_stands_beside_another(ottawa):
    meeting = MeetingFactory.build(territory=None, held_on=DAY, post=ottawa, hour="10 h à 11 h 30")
    at_paris = MeetingFactory.build(territory=None, held_on=DAY, hour="15 h")

    assert When.of(meeting).long == (
        "mardi 15 juillet 2031, 10 h à 11 h 30 à Ottawa (16 h à 17 h 30 à Paris)"
    )
    assert When.of(at_paris).long == "mardi 15 juillet 2031, 15 h à Paris"


def test_the_hours_of_the_form_reach_the_calendar(ottawa):
    hours = {"start_time": time(10), "end_time": time(11, 30), "time_zone": "America/Toronto"}
    _, event = event_of(post=ottawa, **hours)

    assert event["DTSTART"].params["TZID"] == "America/Toronto"
    assert f"{event.start:%d %H:%M %z}" == "15 10:00 -0400"
    assert event.end - event.start == timedelta(hours=1, minutes=30)
    assert "10 h à 11 h 30 à Ottawa (16 h à 17 h 30 à Paris)" in event["DESCRIPTION"]


def test_an_hour_of_paris_stays_one_in_the_calendar_of_a_post(ottawa):
    _, event = event_of(post=ottawa, start_time=time(9, 15), time_zone="Europe/Paris")

    assert f"{event.start:%H:%M %z}, {event.end:%H:%M}" == "09:15 +0200, 10:15"


@pytest.mark.parametrize(
    "hours",
    [
        {"start_time": time(10), "time_zone": ""},
        {"end_time": time(10), "time_zone": "Europe/Paris"},
        {"start_time": time(10), "end_time": time(10), "time_zone": "Europe/Paris"},
    ],
)
def test_the_base_refuses_hours_in_disorder(db, hours):
    with pytest.raises(IntegrityError):
        MeetingFactory(**hours)
