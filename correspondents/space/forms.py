"""What the people of a post may write themselves."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from correspondents.confirmation.days import LEAVING, TenureDays, check_order
from correspondents.confirmation.succession import ENTERED, AsksWho, SuccessorForm, is_entered
from correspondents.models import Absence, Correspondent, Handover, Post
from correspondents.models.newcomers import first_switches
from correspondents.models.person_fields import PLACE, PROPOSED, SWITCHES, names
from correspondents.proposals.form_changes import FormChanges
from correspondents.records.days import ReasonableDays
from correspondents.records.widgets import DayInput

END_HELP = "Fin de mission ou de contrat, même lointaine : la passation se prépare avant."


class PostForm(FormChanges, DsfrBaseForm, forms.ModelForm):
    """What a post says of itself; its name, country and situation are the delegation's."""

    website = forms.URLField(
        label="Site", required=False, max_length=200, assume_scheme="https", widget=forms.URLInput
    )

    class Meta:
        model = Post
        fields = ["mailbox", "phone", "website"]
        help_texts = {"mailbox": "Elle survit aux personnes : les visiteurs y écrivent d’abord."}


class ProposedEntryForm(TenureDays, AsksWho, FormChanges, DsfrBaseForm, forms.ModelForm):
    """The fields of an entry that a drafting account may propose to change."""

    class Meta:
        model = Correspondent
        fields = PROPOSED
        widgets = {"started_on": DayInput, "ended_on": DayInput}
        help_texts = {"ended_on": END_HELP}

    def clean_ended_on(self):
        """A day that has passed is a departure, which closes more than a field."""
        ended_on = self.cleaned_data["ended_on"]
        if ended_on and "ended_on" in self.changed_data and ended_on < timezone.localdate():
            raise forms.ValidationError(
                "Ce jour est passé : enregistrez plutôt le départ de la personne, depuis la liste "
                "des contacts."
            )
        return ended_on


class Informed(forms.Form):
    """Mixed into a form of an entry: the person knows that the directory names him or her."""

    is_informed = forms.BooleanField(
        label="La personne a été informée",
        required=False,
        help_text="Elle sait que son nom figure dans un annuaire public, et quels sont ses droits.",
    )

    def note_information(self, person):
        """Date what the box says: ticking it again keeps the first day."""
        if not self.cleaned_data["is_informed"]:
            person.informed_on = None
        elif not person.informed_on:
            person.informed_on = timezone.localdate()


class EntryForm(Informed, ProposedEntryForm):
    """All that a validating account may write of an entry."""

    class Meta(ProposedEntryForm.Meta):
        fields = [*PROPOSED, *SWITCHES]
        help_texts = {
            "ended_on": END_HELP,
            "email_is_public": "Avec l’accord de la personne ; celui d’un service est public.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_informed"].initial = bool(self.instance.informed_on)

    def clean(self):
        cleaned = super().clean()
        self.note_information(self.instance)
        return cleaned

    def receive(self):
        super().receive()
        if "is_informed" in self.changed_data:
            self.note_information(self.instance)


class ArrivalForm(TenureDays, Informed, DsfrBaseForm, forms.ModelForm):
    """A new entry of the post; `replaces` is the one whose hand-over sheet it receives."""

    replaces = forms.ModelChoiceField(
        Correspondent.objects.none(),
        label="Prend la suite de",
        required=False,
        empty_label="Personne",
        help_text="La fiche de passation de cette personne l’attendra dans son espace.",
    )

    class Meta(ProposedEntryForm.Meta):
        fields = [*names(part=PLACE), *PROPOSED, *SWITCHES]
        help_texts = {
            "started_on": "Vide : déjà en fonction.",
            "ended_on": END_HELP,
        }

    def __init__(self, *args, post, decides, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.post = post
        self.fields["started_on"].initial = timezone.localdate()
        for name, value in first_switches().items():
            self.fields[name].initial = value
            setattr(self.instance, name, value)
        self.fields["replaces"].queryset = may_be_followed(post)
        if not decides:
            for name in SWITCHES:
                del self.fields[name]

    def clean(self):
        """Order the days, and refuse a second click: the same person is not entered twice."""
        cleaned = super().clean()
        if is_entered(self.instance.post, cleaned):
            raise forms.ValidationError(ENTERED)
        self.note_information(self.instance)
        return cleaned


class ReplacementForm(TenureDays, Informed, DsfrBaseForm, SuccessorForm):
    """The same, at the post: the place is not its own to change."""

    class Meta(SuccessorForm.Meta):
        fields = [*PROPOSED, *SWITCHES]

    def clean(self):
        cleaned = super().clean()
        self.note_information(self.instance)
        return cleaned


def may_be_followed(post):
    """Those whose place somebody may take: in office, or gone for a year at most."""
    year_ago = timezone.localdate() - timedelta(days=365)
    return Correspondent.objects.filter(post=post, is_vacant=False).exclude(ended_on__lt=year_ago)


class DepartureForm(ReasonableDays, DsfrBaseForm):
    day_limits = {"ended_on": LEAVING}

    ended_on = forms.DateField(
        label="Dernier jour en fonction",
        widget=DayInput,
        initial=timezone.localdate,
        help_text="L’entrée quitte les pages publiques le lendemain.",
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_ended_on(self):
        day = self.cleaned_data["ended_on"]
        check_order(day, started_on=self.person.started_on)
        return day


class AbsenceForm(ReasonableDays, DsfrBaseForm, forms.ModelForm):
    day_limits = {"starts_on": (1, 2), "ends_on": (0, 2)}

    class Meta:
        model = Absence
        fields = ["starts_on", "ends_on", "stand_in"]
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.correspondent = person
        colleagues = Correspondent.objects.in_office().held().shown().filter(post=person.post_id)
        self.fields["stand_in"].queryset = colleagues.exclude(pk=person.pk)
        self.fields["stand_in"].empty_label = "Personne : la boîte du poste répond"

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < timezone.localdate():
            raise forms.ValidationError("Ce jour est passé : l’absence est finie.")
        return ends_on


class HandoverForm(DsfrBaseForm, forms.ModelForm):
    class Meta:
        model = Handover
        fields = ["successor", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args, leaver, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.leaver = leaver
        staying = Correspondent.objects.filter(post=leaver.post_id, is_vacant=False)
        staying = staying.filter(Q(ended_on=None) | Q(ended_on__gt=timezone.localdate()))
        self.fields["successor"].queryset = staying.exclude(pk=leaver.pk)
        self.fields["successor"].empty_label = "Pas encore connu"
