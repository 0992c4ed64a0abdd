"""The forms about a shared territory, for posts and the delegation."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from dsfr.forms import DsfrBaseForm

from atlas.models import AuthorityContact, CoordinationNote, Dismissal, Meeting
from atlas.models.contacts import oldest_agreement
from correspondents.contact.forms import Address, OneLine, PlainText
from correspondents.records.days import ReasonableDays
from correspondents.records.widgets import DayInput, HourInput
from correspondents.reference.hours import PARIS, town_of, zone_of

from .agenda import When

AHEAD = timedelta(days=365)  # how far a meeting may be


class NoteForm(ReasonableDays, DsfrBaseForm, forms.ModelForm):
    """About a territory, or a country of `countries`: those abroad, for a post those it serves."""

    day_limits = {"held_on": (10, 1)}

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
        self.initial["held_on"] = self.initial.get("held_on") or timezone.localdate()


class DismissalForm(DsfrBaseForm, forms.ModelForm):
    class Meta:
        model = Dismissal
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"reason": {"required": "Dites pourquoi ce signal est écarté."}}


class Guests(forms.ModelMultipleChoiceField):
    """Contacts who agreed, shown by authority, name and role: never by their address."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, contact):
        return name_of(contact)


def name_of(contact):
    """« Lille : Jeanne Inventée, adjointe »: never the address."""
    role = f", {contact.role}" if contact.role else ""
    return f"{contact.authority.name} : {contact.name}{role}"


class MoveForm(DsfrBaseForm, forms.ModelForm):
    """The day, hour and place of a meeting."""

    time_zone = forms.ChoiceField(label="Ces heures sont")
    place = OneLine(
        label="Lieu ou lien",
        max_length=300,
        error_messages={"required": "Dites où la réunion se tient, ou son lien."},
    )

    class Meta:
        model = Meeting
        fields = ["held_on", "start_time", "end_time", "time_zone", "place"]
        widgets = {"held_on": DayInput, "start_time": HourInput, "end_time": HourInput}

    field_order = Meta.fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone, town = zone_of(self.instance.post)
        towns = {zone.key: f"à l’{town_of(town)}", PARIS.key: "à l’heure de Paris"}
        self.fields["time_zone"].choices = towns.items()
        self.initial |= {"time_zone": zone.key, **hours_of(When.of(self.instance))}
        self.fields["start_time"].required = True
        self.fields["start_time"].error_messages["required"] = (
            "Dites à quelle heure la réunion commence : les agendas des invités la tiennent."
        )

    def clean(self):
        """An hour that was a text gives way to those of the form."""
        values = super().clean()
        start, end = values.get("start_time"), values.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", "La réunion finit avant de commencer : changez la fin.")
        parts = [values.get("held_on"), start, values.get("time_zone")]
        if all(part is not None for part in parts) and begins_at(*parts) < timezone.now():
            self.add_error("start_time", "Cette heure est passée : choisissez une heure à venir.")
        return {**values, "hour": ""}

    def clean_held_on(self):
        day, today = self.cleaned_data["held_on"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("Ce jour est passé : choisissez un jour à venir.")
        if day > today + AHEAD:
            raise forms.ValidationError("Ce jour est à plus d’un an : choisissez-en un autre.")
        return day


def begins_at(day, start, zone):
    return datetime.combine(day, start, ZoneInfo(zone))


def hours_of(when):
    """The values of the form for the hours of a meeting, of its former text too."""
    if not when.start:
        return {}
    end, zone = when.end and when.end.time(), when.start.tzinfo.key
    return {"start_time": when.start.time(), "end_time": end, "time_zone": zone}


class InvitationForm(MoveForm):
    """A meeting, and its guests among the contacts who agreed."""

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
    message = PlainText(
        label="Message",
        max_length=3000,
        help_text="Texte simple : l’objet de la réunion, son ordre du jour.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Dites pourquoi vous les réunissez."},
    )

    class Meta(MoveForm.Meta):
        fields = [*MoveForm.Meta.fields, "message"]

    field_order = [*Meta.fields, "guests"]

    def __init__(self, *args, guests, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guests"].queryset = guests


class CancelForm(DsfrBaseForm):
    reason = OneLine(
        label="Raison",
        max_length=500,
        help_text="Elle est dans le courriel.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi la réunion est annulée."},
    )


class AuthorityContactForm(DsfrBaseForm, forms.ModelForm):
    """A contact and the origin of the agreement, without which there is no contact."""

    name = OneLine(
        label="Prénom et nom",
        max_length=160,
        error_messages={"required": "Dites qui est ce contact."},
    )
    role = OneLine(label="Fonction", max_length=160, required=False)
    email = Address(
        label="Courriel", error_messages={"required": "Indiquez l’adresse à laquelle l’inviter."}
    )
    consent_source = OneLine(
        label="Comment l’accord a été donné",
        max_length=200,
        help_text="Un courriel du 3 mars, un formulaire, une réunion.",
        error_messages={"required": "Dites comment l’accord a été donné."},
    )

    class Meta:
        model = AuthorityContact
        fields = ["name", "role", "email", "consented_on", "consent_source"]
        widgets = {"consented_on": DayInput}
        error_messages = {"consented_on": {"required": "Dites quel jour l’accord a été donné."}}

    field_order = Meta.fields

    def clean_consented_on(self):
        day = self.cleaned_data["consented_on"]
        if day < oldest_agreement() and "consented_on" in self.changed_data:
            raise forms.ValidationError(
                "Cet accord est trop ancien pour valoir encore : demandez-le de nouveau."
            )
        return day


class KnownContactForm(AuthorityContactForm):
    """A withdrawal is dated; only a later agreement undoes it."""

    class Meta(AuthorityContactForm.Meta):
        fields = [*AuthorityContactForm.Meta.fields, "withdrawn_on"]
        widgets = {**AuthorityContactForm.Meta.widgets, "withdrawn_on": DayInput}
        help_texts = {
            "withdrawn_on": "À remplir dès que la personne ne veut plus être invitée : ses "
            "coordonnées sont ensuite effacées."
        }

    field_order = Meta.fields

    def clean_withdrawn_on(self):
        day, was = self.cleaned_data["withdrawn_on"], self.initial.get("withdrawn_on")
        if day and day > timezone.localdate():
            raise forms.ValidationError("Un accord ne se retire pas dans l’avenir.")
        agreed = self.cleaned_data.get("consented_on")
        if was and not day and agreed and agreed <= was:
            raise forms.ValidationError(
                f"L’accord a été retiré le {date_format(was, 'j F Y')} : pour inviter de nouveau "
                "cette personne, donnez le jour et l’origine d’un accord donné depuis."
            )
        return day
