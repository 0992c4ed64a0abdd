"""A day in French order, or with an hour as the platforms where people file things export it."""

import re
from datetime import datetime

from django.utils import timezone

from .vocabulary import plain

MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?:T|,? (?:à )?)"
    r"(?P<hour>\d{1,2}) ?[h:] ?(?P<minute>\d{2})?(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r" ?(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
FORMS = ("%Y-%m-%d", "%d-%m-%Y")
MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
DATE_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4})", re.ASCII)
FRENCH_DATE = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", re.ASCII)


def in_iso_order(text):
    """« 3/5/2019 », with an hour perhaps, or « 3 mai 2019 » → « 2019-05-03 »; « 05/2019 » or
    « mai 2019 » → « 2019-05 »; any other text as it is."""
    text = without_hour(text)
    matched = FRENCH_DATE.fullmatch(text) or DATE_IN_WORDS.fullmatch(plain(text))
    if matched and (month := month_of(matched[2])):
        day, year = matched[1], matched[3]
        return "-".join([year, f"{month:02}", *([f"{int(day):02}"] if day else [])])
    return text


def month_of(word):
    """The number of a month written in full, shortened or in figures, else None."""
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    matches = [n for n, month in enumerate(MONTHS.split(), 1) if month.startswith(word)]
    return matches[0] if len(matches) == 1 and len(word) > 2 else None


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
