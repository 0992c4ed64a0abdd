"""Hours as a post reads them: its own, said so, and that of Paris for a deadline."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format

from correspondents.records.contractions import of

PARIS = ZoneInfo(settings.TIME_ZONE)


def zone_of(post):
    """(time zone, its town): those of the post, those of Paris where they are not known."""
    return (ZoneInfo(post.timezone), post.city) if post and post.timezone else (PARIS, "Paris")


def in_hours(moment):
    """« 17 h 30 », « 8 h »."""
    return f"{moment.hour} h" + (f" {moment:%M}" if moment.minute else "")


def town_of(name):
    """« heure de Dakar », « heure d’Abidjan », « heure du Caire »."""
    return f"heure {of(name)}"


def moment_at(moment, post):
    """« 30 novembre 2026 à 18 h 20, heure de Dakar »."""
    zone, town = zone_of(post)
    local = moment.astimezone(zone)
    return f"{date_format(local, 'j F Y')} à {in_hours(local)}, {town_of(town)}"


def last_day(day, post):
    """What a deadline includes: « ce jour compris à Paris, soit jusqu’à 23 h, heure de Dakar »."""
    zone, town = zone_of(post)
    end = datetime.combine(day + timedelta(days=1), time(), PARIS)
    local = end.astimezone(zone)
    if local.utcoffset() == end.utcoffset():
        return "ce jour compris, " + town_of(town)
    until = "à" if local.date() == day else f"au {date_format(local, 'l j F')} à"
    return f"ce jour compris à Paris, soit jusqu’{until} {in_hours(local)}, {town_of(town)}"
