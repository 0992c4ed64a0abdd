"""The working days of a post: its week is that of its country.

`fixtures/reference/weekends.csv` names the countries whose days off are not Saturday and Sunday
(1 is Monday); staff edit it where a country changes them. Public holidays are told to who sets a
deadline; reminders do not count them.
"""

import csv
from datetime import date, timedelta
from functools import cache

import holidays
from django.conf import settings

TABLE = settings.BASE_DIR / "fixtures" / "reference" / "weekends.csv"
USUAL = frozenset({6, 7})
DAY = timedelta(days=1)


@cache
def weekends():
    """{country code: ISO numbers of its days off}, of those whose are not the usual ones."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["country"]: frozenset(map(int, row["days"])) for row in csv.DictReader(file)}


def is_working_day(day, country):
    """Whether people work on the day, in the country of this ISO code."""
    return day.isoweekday() not in weekends().get(country, USUAL)


def day_off(day, country):
    """« repos de la semaine », « jour férié (Korité) »; "" on a working day.

    The public holidays of a country that the library does not know count as working days.
    """
    if not is_working_day(day, country):
        return "repos de la semaine"
    name = public_holidays(country, day.year).get(day)
    return f"jour férié ({name})" if name else ""


@cache
def public_holidays(country, year):
    """{day: name}, in French where the library has it."""
    try:
        return dict(holidays.country_holidays(country, years=year, language="fr"))
    except NotImplementedError:
        return {}


def reminder_day(due_on, step, country):
    """The working day of a reminder, `step` days from the deadline: before it, not later; after it,
    not sooner."""
    day, way = due_on + step * DAY, DAY if step > 0 else -DAY
    while not is_working_day(day, country):
        day += way
    return day


def reminder_step(steps, due_on, on, country, *, after=date.min):
    """The step that a day calls for; None on a day off, or when none has come since `after`.

    The latest one that has come: a run that was missed sends no reminder of the past.
    """
    if not is_working_day(on, country):
        return None
    come = [step for step in steps if after < reminder_day(due_on, step, country) <= on]
    return max(come, default=None)
