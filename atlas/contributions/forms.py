"""The form by which an authority corrects the inventory."""

from django import forms

from atlas.inventory.forms import RecordForm
from atlas.inventory.rows import SHORTLY
from atlas.review.partnership import DETAILS
from correspondents.contact.forms import Address, OneLine, PlainText
from correspondents.mailing.robots import RobotProof


class AuthorFields(forms.Form):
    """Mixed into the form: the author and the explanation."""

    comment = PlainText(
        label="Explication",
        help_text="Facultatif, 1 000 caractères au plus. N’écrivez ici aucune donnée sensible.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    from_name = OneLine(
        label="Votre nom, votre fonction",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Indiquez votre nom et votre fonction."},
    )
    from_email = Address(
        label="Votre adresse électronique professionnelle",
        help_text="Un lien de confirmation y est envoyé. Exemple : nom@commune.example",
        error_messages={"required": "Indiquez votre adresse : elle doit être confirmée."},
    )


class ContributionForm(RobotProof, AuthorFields, RecordForm):
    """The public part of a record: only posts propose a reserved status."""

    field_order = [*RecordForm.field_order, "comment", "from_name", "from_email"]

    class Meta(RecordForm.Meta):
        fields = [name for name in RecordForm.Meta.fields if name not in DETAILS]

    goals = None
    french_members = foreign_members = partner_level = partner_point = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "Nature du partenariat"
        status = self.instance.public_status if self.instance.pk else ""
        self.hides_status = self.instance.status != status  # read before the form fills the record
        if self.hides_status:
            self.initial["status"] = ""  # a form hides a reserved status too

    @property
    def statuses(self):
        return [(code, label) for code, label in SHORTLY.items() if code]

    @property
    def changes(self):
        """The changes of the public part; a hidden status left empty is no change."""
        untouched = self.hides_status and not self.cleaned_data.get("status")
        return [row for row in super().changes if not (untouched and row[0] == "status")]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.instance.pk and not (self.changes or cleaned.get("comment")):
            self.add_error(None, "Rien ne diffère de la fiche : changez un champ, ou expliquez.")
        return cleaned
