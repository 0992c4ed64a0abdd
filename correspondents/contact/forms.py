"""The form by which a visitor writes to a post."""

from django import forms
from dsfr.forms import DsfrBaseForm

from correspondents.mailing.robots import RobotProof
from correspondents.models import ContactRequest


class OneLine(forms.CharField):
    """A text on one line: what could end a line, or is not to be read, becomes a space."""

    def to_python(self, value):
        text = super().to_python(value)
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class PlainText(forms.CharField):
    """Lines of readable characters, nothing else: no control character reaches a mail."""

    widget = forms.Textarea

    def to_python(self, value):
        lines = super().to_python(value).splitlines()
        readable_lines = (
            "".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines
        )
        return "\n".join(readable_lines).strip()


class Address(forms.EmailField):
    """An address that somebody gives to be written to."""

    default_error_messages = {"invalid": "Une adresse s’écrit comme nom@commune.example."}
    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def __init__(self, **options):
        super().__init__(**{"max_length": 254, **options})

    def clean(self, value):
        """A quoted address (« "a b"@c.fr ») is allowed by the norm; only attackers use it."""
        email = super().clean(value)
        if '"' in email or not email.isprintable():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return email


class ContactForm(RobotProof, DsfrBaseForm):
    """The post is asked only where several answer; the first is chosen beforehand."""

    post = forms.ChoiceField(
        label="À quel poste écrivez-vous ?",
        error_messages={"invalid_choice": "Choisissez un des postes de la liste."},
    )
    theme = forms.ChoiceField(
        label="Votre demande porte sur",
        choices=[("", "Choisissez un thème"), *ContactRequest.Theme.choices],
        error_messages={
            "required": "Choisissez le thème de votre demande.",
            "invalid_choice": "Choisissez un des thèmes de la liste.",
        },
    )
    message = PlainText(
        label="Votre message",
        help_text="Texte simple, 5 000 caractères au plus. N’y écrivez aucune donnée sensible.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": "Le message compte %(show_value)d caractères : "
            "%(limit_value)d au plus. Raccourcissez-le.",
        },
    )
    name = OneLine(
        label="Votre nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Indiquez votre nom."},
    )
    authority = OneLine(
        label="Votre collectivité ou organisme",
        help_text="Exemple : commune de Villeneuve-l’Exemple",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Indiquez votre collectivité ou votre organisme."},
    )
    email = Address(
        label="Votre adresse électronique",
        help_text="Le poste vous y répondra. Exemple : nom@commune.example",
        error_messages={"required": "Indiquez l’adresse à laquelle vous répondre."},
    )

    def __init__(self, *args, posts, **kwargs):
        super().__init__(*args, **kwargs)
        if len(posts) > 1:
            self.fields["post"].choices = [(post.slug, post.name) for post in posts]
        else:
            del self.fields["post"]
