"""The days that calls give to a calendar: openings and closings."""

from django.utils import timezone

from correspondents.mailing.calendars import Day
from correspondents.models.links import moment
from projects.models import Call, Window
from projects.models.windows import closing, last_day


def days_of_calls(country=None, zone=None):
    """Those of the calls open to a country, to one country of a zone, or of all of them."""
    calls = Call.objects.published().filter(cancelled_on__isnull=True)
    if country:
        calls = calls.open_to(country)
    if zone:
        calls = calls.open_in_zone(zone)
    return list(days_of(calls))


def days_of(calls):
    """The days of each window of these calls."""
    for window in Window.objects.filter(call__in=calls).select_related("call"):
        yield from days_of_window(window)


def days_of_window(window):
    """Its opening, and its closing: a closing put off moves, and is one day."""
    call = window.call
    title = f"{call.title} ({window.label})" if window.label else call.title
    opens_at, closes_at = window.opens_at, window.closes_at
    for word, day, words, key in [
        ("Ouverture", timezone.localdate(opens_at), moment(opens_at), "ouverture"),
        ("Clôture", last_day(closes_at), closing(closes_at), "cloture"),
    ]:
        yield Day(
            key=f"appel-{window.pk}-{key}",
            on=day,
            title=f"{word} : {title}",
            path=call.get_absolute_url(),
            updated_at=call.updated_at,
            text=f"{word} le {words}, heure de Paris.\n\n{call.summary}",
            kind="appel à projets",
        )
