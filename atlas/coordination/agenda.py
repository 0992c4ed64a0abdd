"""When a meeting is held, in words and as a calendar file that guests' programs follow."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from icalendar import Calendar, Event, vCalAddress

from correspondents.reference.hours import PARIS, in_hours

HOUR = re.compile(r"\b([01]?\d|2[0-3])\s*(?:h|:)\s*([0-5]\d)?(?!\w)", re.IGNORECASE)
PLACE = re.compile(r"heure (?:de |d’|d')(.+)", re.IGNORECASE)
LASTS = timedelta(hours=1)  # when only the beginning is given
NO_END = "Fin non précisée : une heure est réservée."


@dataclass(frozen=True)
class When:
    """The day of a meeting and, when its text can be read, its hours and their zone."""

    day: datetime.date
    hour: str
    place: str = ""
    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of(cls, meeting):
        """The hours of the form, or those that its former text may be read as."""
        hours = hours_of(meeting)
        text = meeting.hour or " à ".join(map(in_hours, hours))
        zone, place = place_of(meeting)
        if not hours or not zone:
            return cls(meeting.held_on, text)
        start, *rest = (datetime.combine(meeting.held_on, hour, zone) for hour in hours)
        end = next((moment for moment in rest if moment > start), None)
        return cls(meeting.held_on, text, place, start, end)

    @property
    def short(self):
        hour = f", {self.hour}" if self.hour else ""
        return f"{date_format(self.day, 'l j F')}{hour}"

    @property
    def long(self):
        """With the hour of Paris beside it where it is another one."""
        return ", ".join(filter(None, [date_format(self.day, "l j F Y"), self.hours]))

    @property
    def hours(self):
        """« 10 h à 11 h 30 à Ottawa (16 h à 17 h 30 à Paris) »."""
        if not self.start:
            return self.hour
        text = self.hour if self.place in self.hour else f"{self.hour} à {self.place}"
        in_paris = [moment.astimezone(PARIS) for moment in (self.start, self.end) if moment]
        same = self.start.utcoffset() == in_paris[0].utcoffset()
        return text if same else f"{text} ({' à '.join(map(in_hours, in_paris))} à Paris)"

    @property
    def end_note(self):
        """What calendars hold when only the beginning is given, as a sentence; else ""."""
        return NO_END if self.start and not self.end else ""


def hours_of(meeting):
    """The hours of the form; else « 10 h à 11 h 30 », « 15 h, heure de Paris » as they are read."""
    if meeting.start_time:
        return [hour for hour in (meeting.start_time, meeting.end_time) if hour]
    return [time(int(h), int(m or 0)) for h, m in HOUR.findall(meeting.hour)][:2]


def place_of(meeting):
    """The time zone of the hour and its town; (None, "") when another town is named.

    In a text, the post's hour where none is named.
    """
    post, named = meeting.post, PLACE.search(meeting.hour)
    if meeting.time_zone:
        zone = ZoneInfo(meeting.time_zone)
        return zone, "Paris" if zone == PARIS or not post else post.city
    named = named[1].strip(" .)") if named else ""
    if named == "Paris" or not (named or post):
        return PARIS, "Paris"
    if post and post.timezone and named in {"", post.city}:
        return ZoneInfo(post.timezone), post.city
    return None, ""


def calendar_of(invitation, who):
    """The meeting as its guest's program takes it: asked, asked again, or cancelled (RFC 5546).

    The number of the meeting is the event's for good; each change raises its sequence. Without an
    hour that can be read, it lasts the whole day. The link to answer by is not in it: calendars
    are shared.
    """
    meeting, when = invitation.meeting, When.of(invitation.meeting)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.is_cancelled else "REQUEST")
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", meeting.moves + meeting.is_cancelled)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", when.start or when.day)
    if when.start:
        event.add("dtend", when.end or when.start + LASTS)
    event.add("summary", f"Réunion {meeting.territory.name}")
    event.add("location", meeting.place)
    event.add("description", "\n\n".join(filter(None, [when.long, meeting.message])))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("organizer", person(address_of(meeting), who))
    event.add("attendee", person(invitation.contact.email, invitation.contact.name))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()


def address_of(meeting):
    """The mailbox of the post that invites, else where the delegation is answered."""
    return (meeting.post.mailbox if meeting.post_id else "") or settings.REPLY_TO_EMAIL


def person(address, name):
    """An address of a calendar; a quote would end its name."""
    who = vCalAddress(f"mailto:{address}")
    who.params["CN"] = name.replace('"', "’")
    return who
