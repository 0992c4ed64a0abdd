"""Days: how they are written in French, and those that a form may be given."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.formats import date_format


def day_of_month(moment):
    """« 1er », 2, 3…: what `j` gives in a format of dates."""
    return "1er" if moment.data.day == 1 else moment.data.day


class ReasonableDays:
    """Mixed into a form: a day that it changes is not too far from today.

    `day_limits` gives the years {field: (back, ahead)}. What is kept from before is not refused.
    """

    day_limits = {}

    def clean(self):
        values = super().clean()
        today = timezone.localdate()
        for name, (back, ahead) in self.day_limits.items():
            day = self.cleaned_data.get(name)
            first, last = today - relativedelta(years=back), today + relativedelta(years=ahead)
            if day and name in self.changed_data and not first <= day <= last:
                self.add_error(
                    name,
                    f"Le {date_format(day, 'j F Y')} ne va pas : donnez un jour du "
                    f"{date_format(first, 'j F Y')} au {date_format(last, 'j F Y')}.",
                )
        return values
