"""The form of an alert by mail."""

from django import forms
from dsfr.forms import DsfrBaseForm

from atlas.models import AlertSubscription, Theme
from correspondents.contact.forms import Address
from correspondents.directory.filters import CountryField, ZoneField
from correspondents.mailing.robots import RobotProof
from correspondents.models import Country, Zone

from .searches import canonical, described

ONE = "Choisissez une seule chose à suivre : un pays, une zone ou une thématique."
UNREADABLE = (
    "Cette recherche ne peut pas être suivie : aucun filtre n’y est lisible. Retournez à la liste, "
    "filtrez-la, puis demandez l’alerte."
)
SUBJECTS = ["pays", "zone", "theme"]
CHOICE = {"required": False, "empty_label": "Choisissez"}


class AlertForm(RobotProof, DsfrBaseForm):
    """About a country, a zone, a theme, or a search that the address of the page gives."""

    pays = CountryField(
        Country.objects.in_french_order(),
        label="Un pays ou territoire",
        **CHOICE,
        error_messages={"invalid_choice": "Ce pays n’est pas dans la liste."},
    )
    zone = ZoneField(
        Zone.objects.all(),
        label="Ou toute une zone",
        **CHOICE,
        error_messages={"invalid_choice": "Cette zone n’est pas dans la liste."},
    )
    theme = forms.ModelChoiceField(
        Theme.objects.in_tree_order(),
        label="Ou une thématique",
        to_field_name="code",
        **CHOICE,
        error_messages={"invalid_choice": "Cette thématique n’est pas dans la liste."},
    )
    liste = forms.ChoiceField(
        choices=AlertSubscription.Page.choices, required=False, widget=forms.HiddenInput
    )
    recherche = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    frequency = forms.ChoiceField(
        label="M’écrire",
        choices=AlertSubscription.Frequency.choices,
        widget=forms.RadioSelect,
        initial=AlertSubscription.Frequency.WEEKLY,
        error_messages={"required": "Choisissez chaque jour ou chaque semaine."},
    )
    email = Address(
        label="Votre adresse électronique",
        help_text="Un message vous demandera de confirmer. Exemple : nom@commune.example",
        error_messages={"required": "Indiquez votre adresse."},
    )

    def __init__(self, *args, is_search=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_search = is_search
        for name in SUBJECTS if is_search else ["liste", "recherche"]:
            del self.fields[name]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        cleaned = super().clean()
        if self.is_search:
            search = canonical(cleaned.get("liste") or "news", cleaned.get("recherche", ""))
            if not search:
                raise forms.ValidationError(UNREADABLE)
            cleaned["recherche"] = search
        elif not self.errors and sum(bool(cleaned.get(name)) for name in SUBJECTS) != 1:
            raise forms.ValidationError(ONE)
        return cleaned

    @property
    def alert(self):
        """The AlertSubscription, not saved and without its subscriber."""
        data = self.cleaned_data
        alert = AlertSubscription(frequency=data["frequency"])
        if self.is_search:
            alert.page, alert.search = data["liste"] or "news", data["recherche"]
            alert.label = described(alert.page, alert.search)[:300]
        else:
            alert.country, alert.zone, alert.theme = (data[name] for name in SUBJECTS)
            alert.label = str(alert.country or alert.zone or alert.theme)
        return alert
