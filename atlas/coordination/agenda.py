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

HOUR = re.compile(r"\b([01]?\d|2[0-3])\s*(?:h|:)\s*([0-5]\d)?(?!\w)", re.IGNORECASE)
PLACE = re.compile(r"heure (?:de |d’|d')(.+)", re.IGNORECASE)
PARIS = ZoneInfo("Europe/Paris")
LASTS = timedelta(hours=1)  # when only the beginning is given


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
        """« 10 h à 11 h 30 », « 15 h, heure de Paris »: the post's hour where none is named."""
        hours = [time(int(h), int(m or 0)) for h, m in HOUR.findall(meeting.hour)][:2]
        zone, place = zone_of(meeting)
        if not hours or not zone:
            return cls(meeting.held_on, meeting.hour)
        start, *rest = (datetime.combine(meeting.held_on, hour, zone) for hour in hours)
        end = next((moment for moment in rest if moment > start), None)
        return cls(meeting.held_on, meeting.hour, place, start, end)

    @property
    def short(self):
        hour = f", {self.hour}" if self.hour else ""
        return f"{date_format(self.day, 'l j F')}{hour}"

    @property
    def long(self):
        """With the hour of Paris beside it where it is another one."""
        text = date_format(self.day, "l j F Y")
        if self.hour:
            text += f", {self.hour}"
        if not self.start:
            return text
        if self.place not in self.hour:
            text += f" à {self.place}"
        in_paris = [hour_of(moment) for moment in (self.start, self.end) if moment]
        same = self.start.utcoffset() == self.start.astimezone(PARIS).utcoffset()
        return text if same else f"{text} ({' à '.join(in_paris)} à Paris)"


def hour_of(moment):
    """« 17 h 30 », at Paris."""
    local = moment.astimezone(PARIS)
    return f"{local.hour} h" + (f" {local:%M}" if local.minute else "")


def zone_of(meeting):
    """The time zone of the hour and its town; (None, "") when another town is named."""
    post, named = meeting.post, PLACE.search(meeting.hour)
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
