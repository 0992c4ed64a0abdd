"""Reminders fall on days that people work, where they work."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from correspondents.reference.workdays import is_working_day, reminder_day, reminder_step

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))
COUNTRIES = st.sampled_from(["SN", "DZ", "IR", "NP", "FR"])


@given(DAYS, st.integers(-90, 90), COUNTRIES)
def test_a_step_falls_on_a_working_day_on_its_side_of_the_deadline(due, step, country):
    day = reminder_day(due, step, country)

    assert is_working_day(day, country)
    asked = due + step * DAY
    assert asked <= day <= asked + 3 * DAY if step > 0 else asked - 3 * DAY <= day <= asked


@given(DAYS, st.sets(st.integers(-90, 90), max_size=5), st.integers(-100, 100), COUNTRIES)
def test_the_day_calls_for_the_latest_step_that_has_come(due, steps, days, country):
    on = due + days * DAY
    step = reminder_step(steps, due, on, country)

    if not is_working_day(on, country):
        assert step is None
    elif step is None:
        assert all(reminder_day(due, each, country) > on for each in steps)
    else:
        assert reminder_day(due, step, country) <= on
        assert all(each <= step or reminder_day(due, each, country) > on for each in steps)


@given(DAYS, st.integers(-90, 90), COUNTRIES)
def test_a_step_of_before_the_asking_is_skipped(due, step, country):
    day = reminder_day(due, step, country)

    assert reminder_step([step], due, day, country, after=day) is None
    assert reminder_step([step], due, day, country, after=day - DAY) == step
