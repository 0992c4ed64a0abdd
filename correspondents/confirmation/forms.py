"""The answers about an entry: the fields to correct, or the day when one left."""

from django import forms
from dsfr.forms import DsfrBaseForm

from correspondents.models import Correspondent
from correspondents.models.person_fields import PROPOSED, names
from correspondents.proposals.form_changes import FormChanges
from correspondents.records.days import ReasonableDays
from correspondents.records.widgets import DayInput

from .days import LEAVING, TenureDays, check_order


class CorrectionForm(TenureDays, FormChanges, DsfrBaseForm, forms.ModelForm):
    """The fields that one may propose to change; what is read here is never saved from here."""

    comment = forms.CharField(
        label="Une précision",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Correspondent
        fields = PROPOSED
        widgets = {"started_on": DayInput, "ended_on": DayInput}
        help_texts = {
            **dict.fromkeys(names(is_address=True), "Interne, sauf accord de votre part."),
            "ended_on": "Fin de mission ou de contrat, même lointaine : nous vous écrirons avant.",
        }

    def clean(self):
        """A correction changes something, or says something."""
        cleaned = super().clean()
        for name in self._meta.fields:
            self.check(name, cleaned.get(name))
        if self.instance.last_name and not cleaned.get("last_name"):
            self.add_error("last_name", "Le nom manque. Pour annoncer un départ, voyez plus bas.")
        if not self.errors and not self.changes and not cleaned.get("comment"):
            raise forms.ValidationError(
                "Rien n’a changé : corrigez un champ, ou répondez « Tout est exact »."
            )
        return cleaned

    def check(self, name, value):
        """The rules of the record's own field (a phone's figures), without filling the record."""
        try:
            if value:
                self.instance._meta.get_field(name).run_validators(value)
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _post_clean(self):
        """The record is not the form's to fill: what is proposed is checked when it is accepted."""


class OwnDepartureForm(ReasonableDays, DsfrBaseForm):
    """The day when one left, and one's successor."""

    day_limits = {"last_day": LEAVING}

    last_day = forms.DateField(label="Dernier jour en poste", widget=DayInput)
    successor_name = forms.CharField(
        label="Nom de votre successeur", required=False, max_length=160, help_text="S’il est connu."
    )
    successor_email = forms.EmailField(label="Son courriel", required=False)

    def __init__(self, *args, entries=(), **kwargs):
        """`entries` are those that one leaves."""
        super().__init__(*args, **kwargs)
        self.entries = entries

    def clean_last_day(self):
        on = self.cleaned_data["last_day"]
        for entry in self.entries:
            check_order(on, started_on=entry.started_on)
        return on

    @property
    def successor(self):
        """« Prénom Nom, courriel », as far as it is known."""
        parts = [self.cleaned_data["successor_name"], self.cleaned_data["successor_email"]]
        return ", ".join(part for part in parts if part)
