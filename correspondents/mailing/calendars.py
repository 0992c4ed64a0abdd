"""Days for a calendar program: an iCalendar file (RFC 5545), read again now and then."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from correspondents.spreadsheets.write import readable

REFRESH = timedelta(hours=12)


@dataclass(frozen=True)
class Day:
    """Something that happens on a day; `key` is its own for good, `path` is its page."""

    key: str
    on: date
    title: str
    path: str
    updated_at: datetime
    text: str = ""
    kind: str = ""
    where: str = ""

    def event(self):
        event = Event()
        event.add("uid", f"{self.key}@{urlsplit(settings.SITE_URL).hostname}")
        event.add("dtstamp", self.updated_at)
        event.add("last-modified", self.updated_at)
        event.add("dtstart", self.on)
        event.add("dtend", self.on + timedelta(days=1))  # the first day after
        event.add("summary", readable(self.title))
        event.add("url", f"{settings.SITE_URL}{self.path}")
        for name, value in [("description", self.text), ("location", self.where)]:
            if value:
                event.add(name, readable(value))
        if self.kind:
            event.add("categories", [self.kind])
        event.add("transp", "TRANSPARENT")  # nobody is busy on that day
        return event


def calendar_response(title, days):
    """The days, in their order, as a calendar that a program subscribes to."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{title} – {settings.SITE_NAME}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for day in sorted(days, key=lambda day: (day.on, day.key)):
        calendar.add_component(day.event())
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="agenda.ics"'},
    )
