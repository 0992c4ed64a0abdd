"""A day in French order, or with an hour as the platforms where people file things export it."""

import re
from datetime import datetime

from django.utils import timezone

MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?:T|,? (?:à )?)"
    r"(?P<hour>\d{1,2}) ?[h:] ?(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r" ?(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
FORMS = ("%Y-%m-%d", "%d-%m-%Y")
FRENCH_DATE = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", re.ASCII)


def in_iso_order(text):
    """« 3/5/2019 », with an hour perhaps, → « 2019-05-03 », « 05/2019 » → « 2019-05 »; any other
    text as it is."""
    text = without_hour(text)
    if matched := FRENCH_DATE.fullmatch(text):
        day, month, year = matched.groups()
        return "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day else [])])
    return text


def without_hour(text):
    """« 07/11/2026 à 14h32 » → « 07/11/2026 »; any other text as it is.

    With an offset, the day is the one in Paris at that moment, written AAAA-MM-JJ.
    """
    match = MOMENT.fullmatch(text)
    if match is None or not is_hour(match):
        return text
    if match["offset"] is None:
        return match["day"]
    moment = moment_of(match)
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else text


def is_hour(match):
    limits = {"hour": 24, "minute": 60, "second": 60}
    return all(int(match[name] or 0) < limit for name, limit in limits.items())


def moment_of(match):
    """The aware moment of a match with an offset, None when its day does not exist."""
    offset = match["offset"].upper().replace(":", "")
    offset = offset if offset[1:].isdecimal() else "+0000"
    day = re.sub("[/.]", "-", match["day"])
    text = f"{day} {match['hour']}:{match['minute'] or '00'} {offset}"
    for form in FORMS:
        try:
            return datetime.strptime(text, f"{form} %H:%M %z")
        except ValueError:
            continue
    return None
