"""Forms open to anybody: kept from robots without a third party and a script, and limited."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.views.generic import FormView

from .throttle import allow, origin

signer = TimestampSigner(salt="correspondents.robots")
OPEN_FOR = timedelta(days=1)
TOO_QUICK = (
    "Le formulaire a été envoyé trop vite pour être distingué d’un robot : rien n’est parti. "
    "Votre texte est là, envoyez-le de nouveau."
)
HOUR, DAY = 3600, 24 * 3600


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
        """Refuse a page sent too quickly, or left open too long: a person sends it again."""
        cleaned = super().clean()
        if self.is_too_quick and not cleaned.get("suite"):
            self.add_error(None, TOO_QUICK)
        if self.age_exceeds(OPEN_FOR):
            self.data = {**self.data.dict(), self.add_prefix("opened"): signer.sign("form")}
            self.add_error(
                None, "La page est restée ouverte trop longtemps : envoyez-la de nouveau."
            )
        return cleaned

    @property
    def is_robot(self):
        """Whether the hidden field is filled, or the clock missing or forged."""
        return bool(self.cleaned_data.get("suite")) or not self.has_clock

    @property
    def is_too_quick(self):
        return self.has_clock and not self.age_exceeds(timedelta(seconds=settings.FORM_MIN_SECONDS))

    @property
    def has_clock(self):
        """Whether this site made the page; a clock's signature says so."""
        try:
            return bool(signer.unsign(self.cleaned_data.get("opened", "")))
        except BadSignature:
            return False

    def age_exceeds(self, age):
        """Whether the page was made longer ago; a missing or forged clock has no age."""
        try:
            signer.unsign(self.cleaned_data.get("opened", ""), max_age=age)
        except SignatureExpired:
            return True
        except BadSignature:
            return False
        return False


class PublicForm(FormView):
    """A page with a `RobotProof` form: `receive(form)` does what is asked of it.

    At most FORMS_PER_HOUR come from one origin, and in a day as many about one thing as
    `most(form)` says, as (thing, number); `too_many` are the two sentences that refuse more.
    `action` tells these limits from those of other forms.
    """

    http_method_names = ["get", "head", "post"]
    action = ""
    too_many = ("", "")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        if not form.is_robot:
            if refusal := self.refusal(form):
                form.add_error(None, refusal)
                return self.render_to_response(self.get_context_data(form=form), status=429)
            self.receive(form)
        return super().form_valid(form)

    def refusal(self, form):
        """Why no more are taken for now, as a sentence; "" when this one is."""
        most, whom = settings.FORMS_PER_HOUR, origin(self.request)
        if not allow(f"{self.action}-from", whom, limit=most, seconds=HOUR):
            return self.too_many[0]
        thing, most = self.most(form)
        allowed = allow(f"{self.action}-to", thing, limit=most, seconds=DAY)
        return "" if allowed else self.too_many[1]
