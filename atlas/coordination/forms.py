"""What the people of a post, or the delegation, write about a shared territory."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from atlas.models import AuthorityContact, CoordinationNote, Dismissal, Meeting
from correspondents.contact.forms import OneLine, PlainText
from correspondents.models import Country
from correspondents.widgets import DayInput

AHEAD = timedelta(days=365)  # how far a meeting may be


class NoteForm(DsfrBaseForm, forms.ModelForm):
    """About a territory, or about a country among those of `countries`."""

    class Meta:
        model = CoordinationNote
        fields = ["country", "kind", "held_on", "text"]
        widgets = {"held_on": DayInput, "text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"country": "", "text": "Interne : la délégation seule peut la publier."}

    def __init__(self, *args, countries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = countries
        if self.instance.territory_id:
            del self.fields["country"]
        self.fields["held_on"].initial = timezone.localdate


def countries_of(user):
    """Where the account may write a note: everywhere abroad, or where its post serves."""
    return Country.objects.filter(is_french=False).visible_to(user).in_french_order()


class DismissalForm(DsfrBaseForm, forms.ModelForm):
    class Meta:
        model = Dismissal
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"reason": {"required": "Dites pourquoi ce signal est écarté."}}


class Guests(forms.ModelMultipleChoiceField):
    """People who agreed, told by their authority, name and role: never by their address."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, contact):
        role = f", {contact.role}" if contact.role else ""
        return f"{contact.authority.name} : {contact.name}{role}"


class MeetingForm(DsfrBaseForm, forms.ModelForm):
    """A meeting, and who is invited among those who agreed to be."""

    guests = Guests(
        AuthorityContact.objects.none(),
        label="Qui inviter",
        help_text="Un courriel à chacun ; personne ne voit l’adresse des autres.",
        error_messages={
            "required": "Choisissez qui inviter.",
            "invalid_choice": "Une personne choisie n’accepte plus d’être invitée : "
            "choisissez de nouveau.",
        },
    )
    place = OneLine(
        label="Lieu ou lien",
        max_length=300,
        error_messages={"required": "Dites où la réunion se tient, ou son lien."},
    )
    hour = OneLine(
        label="Heure", max_length=60, required=False, help_text="Exemple : 15 h, heure de Paris"
    )
    message = PlainText(
        label="Message",
        max_length=3000,
        help_text="Texte simple : l’objet de la réunion, son ordre du jour.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Dites pourquoi vous les réunissez."},
    )

    class Meta:
        model = Meeting
        fields = ["held_on", "hour", "place", "message"]
        widgets = {"held_on": DayInput}

    def __init__(self, *args, guests, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guests"].queryset = guests
        self.order_fields(["held_on", "hour", "place", "message", "guests"])

    def clean_held_on(self):
        day, today = self.cleaned_data["held_on"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("Ce jour est passé : choisissez un jour à venir.")
        if day > today + AHEAD:
            raise forms.ValidationError("Ce jour est à plus d’un an : choisissez-en un autre.")
        return day
