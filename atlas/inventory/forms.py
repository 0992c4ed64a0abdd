"""The forms of a partnership, for posts and for authorities."""

import json
from copy import deepcopy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from dsfr.forms import DsfrBaseForm

from atlas.goals import GoalsField
from atlas.models import Agreement, ForeignAuthority, Partnership, Theme
from atlas.models.agreements import UNSIGNED
from atlas.partialdates import TYPED
from atlas.review.partnership import RECORD, PartnershipReview
from correspondents.proposals.form_changes import FormChanges

from .members import ForeignLines, FrenchLines, Lines, PointField

THEMES = ["theme_1", "theme_2", "theme_3"]
SIDES = ["french_members", "foreign_members", "partner_level", "partner_point"]
Status = Partnership.Status


class ThemeChoice(forms.ModelChoiceField):
    """A theme of the tree, each under its own."""

    def __init__(self, **options):
        themes = Theme.objects.in_tree_order()
        options = {"required": False, "empty_label": "Aucune", "to_field_name": "code", **options}
        super().__init__(themes, **options)

    def label_from_instance(self, theme):
        return format_html("{}{}", "\u2003" * (theme.level - 1), theme.name)


class RecordForm(FormChanges, DsfrBaseForm, forms.ModelForm):
    """The fields of a record except its leads; `changes` are texts, as proposals write them."""

    class Meta:
        model = Partnership
        fields = [*RECORD, "context"]
        widgets = {
            "status_reason": forms.Textarea(attrs={"rows": 2}),
            "context": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "context": "Ce que fait le partenariat, en quelques phrases publiques.",
            "status_reason": "Interne. Obligatoire, avec la date et la source, pour « suspendu » "
            "et « rompu ».",
            "first_signed_year": "Quatre chiffres : 1998.",
        }

    goals = GoalsField(label="Objectifs de développement durable")

    french_members = FrenchLines(label="Autres collectivités françaises")
    foreign_members = ForeignLines(label="Autres partenaires")
    partner_level = forms.ChoiceField(
        label="Niveau du partenaire", choices=ForeignAuthority.Level.choices, required=False
    )
    partner_point = PointField(label="Point du partenaire sur la carte")
    theme_1 = ThemeChoice(label="Thématique principale")
    theme_2 = ThemeChoice(label="Deuxième thématique")
    theme_3 = ThemeChoice(label="Troisième thématique")
    field_order = [*RECORD, *THEMES, "context", *SIDES, "goals"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.partner_id = self.instance.partner_id
        self.fields["kind"].choices = [("", "À préciser"), *Partnership.Kind.choices]
        self.fields["status"].choices = [("", "À confirmer"), *self.statuses]
        self.review = PartnershipReview(self.instance)
        self.codes = self.review.read_field("themes").split()
        for name, code in zip(THEMES, self.codes, strict=False):
            self.fields[name].initial = code
        if "goals" in self.fields:
            self.fields["goals"].initial = self.instance.goals
        for name in SIDES:
            if name in self.fields:
                self.begin_side(name)

    def begin_side(self, name):
        """Show the current members, and look for names in the partner's country."""
        field = self.fields[name]
        text = self.review.read_field(name)
        if isinstance(field, Lines):
            field.country = self.country
            text = field.in_words(text)
        field.initial = text

    def inputs_of(self, name):
        names = THEMES if name == "themes" else [name]
        return [self.fields[each] for each in names if each in self.fields]

    @property
    def country(self):
        return self.instance.partner.country if self.instance.partner_id else None

    @property
    def statuses(self):
        return Status.choices

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned[name].code for name in THEMES if cleaned.get(name)]
        if len(chosen) > len(set(chosen)):
            self.add_error("theme_1", "Une thématique est choisie deux fois : gardez-en une.")
        # The form shows three themes, and loses none of the others.
        more = [code for code in self.codes[len(THEMES) :] if code not in chosen]
        cleaned["themes"] = " ".join(chosen + more)
        if "partner_level" in cleaned:  # left out, it says nothing
            cleaned["partner_level"] = (
                cleaned["partner_level"] or self.fields["partner_level"].initial
            )
        if "goals" in cleaned:
            cleaned["goals"] = " ".join(map(str, sorted(cleaned["goals"])))
        return cleaned

    @property
    def before(self):
        return super().before if self.instance.pk else Partnership(partner_id=self.partner_id)

    @property
    def texts(self):
        """Of every field: themes are one text, whatever the number of their selects."""
        names = [name for name in PartnershipReview.PROPOSABLE if name in self.cleaned_data]
        return {name: str(self.cleaned_data[name] or "") for name in names}


class AgreementForm(DsfrBaseForm, forms.ModelForm):
    """A convention signed: in force once it is transmitted to the préfet (CGCT, L1115-1)."""

    class Meta:
        model = Agreement
        fields = ["object", "signed_on", "transmitted_on", "ends_on", "amount", "currency"]
        help_texts = {
            "signed_on": f"{TYPED} {UNSIGNED}",
            "transmitted_on": "Elle entre en vigueur à ce moment (CGCT, L1115-1).",
        }


class AdditionForm(RecordForm):
    """The record of a partnership to be added, and its first convention."""

    def __init__(self, *args, country, **kwargs):
        self._country = country
        super().__init__(*args, **kwargs)
        for name, field in AgreementForm.base_fields.items():
            self.fields[f"convention_{name}"] = copy_of(field)

    @property
    def country(self):
        return self._country

    def clean(self):
        cleaned = super().clean()
        convention = {name: cleaned.get(f"convention_{name}") for name in AgreementForm.base_fields}
        convention = {name: value for name, value in convention.items() if value not in (None, "")}
        try:
            if convention:
                Agreement(**convention).full_clean(exclude=["partnership"])
        except ValidationError as refused:
            for name, errors in refused.error_dict.items():
                field = f"convention_{name}"
                self.add_error(field if field in self.fields else None, errors)
        texts = {name: str(value) for name, value in convention.items()}
        cleaned["agreement"] = (
            json.dumps(texts, ensure_ascii=False, sort_keys=True) if texts else ""
        )
        return cleaned


def copy_of(field):
    """The field of a convention among those of a record: prefixed, and not required."""
    field = deepcopy(field)
    field.required = False
    field.label = f"Convention : {field.label[0].lower()}{field.label[1:]}"
    return field
