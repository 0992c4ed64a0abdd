"""The days of a tenure, checked where they are typed: in order, and in years that can be."""

from datetime import date

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models.people import IN_DISORDER

YEARS = 5  # nobody knows a last day longer before, or tells it longer after
CAREER = 45  # years


def check_last_day(on: date, *, started_on: date | None) -> None:
    """Refuse a last day before the first one, or far from today. Raises ValidationError."""
    if started_on and on < started_on:
        since = date_format(started_on, "j F Y")
        raise ValidationError(f"{IN_DISORDER} Le premier est le {since}.")
    if abs(on.year - timezone.localdate().year) > YEARS:
        raise ValidationError(f"Vérifiez l’année : {on.year} est loin d’aujourd’hui.")


def check_days(form: BaseForm, changed: list[str]) -> None:
    """Put under its field what is wrong in the `started_on` and `ended_on` that somebody typed."""
    started_on, ended_on = map(form.cleaned_data.get, ("started_on", "ended_on"))
    if started_on and "started_on" in changed:
        try:
            check_first_day(started_on)
        except ValidationError as error:
            form.add_error("started_on", error)
    if ended_on and {"started_on", "ended_on"} & set(changed):
        try:
            check_last_day(ended_on, started_on=started_on)
        except ValidationError as error:
            form.add_error("ended_on", error)


def check_first_day(on: date) -> None:
    """Refuse a first day that no career holds. Raises ValidationError."""
    year = timezone.localdate().year
    if not year - CAREER <= on.year <= year + YEARS:
        raise ValidationError(f"Vérifiez l’année : {on.year} est loin d’aujourd’hui.")
