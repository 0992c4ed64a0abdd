"""The end of several tenures at once, asked on a page of its own."""

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from correspondents.records.widgets import DayInput


def yesterday():
    return timezone.localdate() - relativedelta(days=1)


class EndTenureForm(forms.Form):
    ended_on = forms.DateField(
        label="Dernier jour en fonction",
        initial=yesterday,
        widget=DayInput,
    )

    def end(self, people):
        """Ends every tenure, or none: False when one is refused, with the reason in the form."""
        try:
            with transaction.atomic():
                for person in people:
                    person.end_tenure(on=self.cleaned_data["ended_on"])
        except ValidationError as error:
            for message in error.messages:
                self.add_error("ended_on", f"{person} ({person.post}) : {message}")
        return self.is_valid()
