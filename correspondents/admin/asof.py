"""The list as it was on a day, as a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.directory.exports import PRESETS
from correspondents.editions.as_of import history_starts_on, state_on
from correspondents.models import AccessRecord
from correspondents.records.access_log import record_access
from correspondents.records.widgets import DayInput
from correspondents.spreadsheets.files import FORMATS, file_response


def list_response(user, state, described, format, subject):
    """The internal list of a state of the past, in one of the formats; its taking is noted."""
    record_access(user, AccessRecord.What.DATED, subject=subject, rows=len(state.people))
    table = PRESETS["internal"].table_of(state, [("Liste", described)])
    return file_response(table, format)


class DayForm(forms.Form):
    """A day that the history tells of, and a format."""

    day = forms.DateField(label="Liste du", initial=timezone.localdate, widget=DayInput)
    format = forms.ChoiceField(
        label="Format", choices=[(name, format.label) for name, format in FORMATS.items()]
    )

    def clean_day(self):
        day, first = self.cleaned_data["day"], history_starts_on()
        if day > timezone.localdate():
            raise ValidationError("Ce jour est à venir.")
        if not first or day < first:
            raise ValidationError(
                f"L’historique commence le {date_format(first)}." if first else "La base est vide."
            )
        return day

    def response(self, user):
        """The file of that day, for an account of the staff."""
        day = self.cleaned_data["day"]
        described = f"telle que la base la connaissait le {date_format(day)} au soir"
        format = FORMATS[self.cleaned_data["format"]]
        return list_response(user, state_on(day), described, format, day)


class DatedList:
    """Mixed into the table of correspondents: who was in office on a day, read from history."""

    own_pages = {"a-une-date/": "dated"}

    def dated_view(self, request):
        """GET shows the form; POST answers with the file."""
        self.check_view(request)
        form = DayForm(request.POST or None)
        if form.is_valid():
            return form.response(request.user)
        return self.framed(request, "correspondents/editions/dated", "Liste à une date", form=form)
