"""The days of a tenure, checked where they are typed: in order, and in years that can be."""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from correspondents.models.people import IN_DISORDER
from correspondents.records.days import ReasonableDays

LEAVING = (5, 6)  # years back and ahead
TENURE = {"started_on": (25, 2), "ended_on": LEAVING}


def check_order(last_day, *, started_on):
    """Refuse a last day before the first one. Raises ValidationError."""
    if started_on and last_day < started_on:
        raise ValidationError(
            f"{IN_DISORDER} La personne est en fonction depuis le "
            f"{date_format(started_on, 'j F Y')} : donnez ce jour ou un jour d’après."
        )


class TenureDays(ReasonableDays):
    """Mixed into a form that has `started_on` and `ended_on`."""

    day_limits = TENURE

    def clean(self):
        first, last = map(self.cleaned_data.get, TENURE)
        if last and TENURE.keys() & set(self.changed_data):
            try:
                check_order(last, started_on=first)
            except ValidationError as error:
                self.add_error("ended_on", error)
        return super().clean()
