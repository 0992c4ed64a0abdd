"""Forms open to anybody, kept from robots without a third party and without a script."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

signer = TimestampSigner(salt="correspondents.robots")
OPEN_FOR = timedelta(days=1)


class RobotProof(forms.Form):
    """Mixed into a public form, before `DsfrBaseForm`: a field that no person sees, and a clock.

    The template shows `form.own_fields` and includes `components/_robot_proof.html` within its
    `<form>`. Of a valid form the view reads `is_robot`: a robot gets the same page as a person,
    and nothing is written.
    """

    suite = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signer.sign("form")

    @property
    def own_fields(self):
        """The fields that a person fills, for the template."""
        return [field for field in self.visible_fields() if field.name != "suite"]

    def clean(self):
        """Refuse a page left open too long, with a new clock: a person sends it again."""
        cleaned = super().clean()
        if self.age_exceeds(OPEN_FOR):
            self.data = {**self.data.dict(), self.add_prefix("opened"): signer.sign("form")}
            self.add_error(
                None, "La page est restée ouverte trop longtemps : envoyez-la de nouveau."
            )
        return cleaned

    @property
    def is_robot(self):
        """Whether the hidden field is filled, or the clock missing, forged or too quick."""
        if self.cleaned_data.get("suite"):
            return True
        return not self.age_exceeds(timedelta(seconds=settings.FORM_MIN_SECONDS))

    def age_exceeds(self, age):
        """Whether the page was made longer ago; a missing or forged clock has no age."""
        try:
            signer.unsign(self.cleaned_data.get("opened", ""), max_age=age)
        except SignatureExpired:
            return True
        except BadSignature:
            return False
        return False
