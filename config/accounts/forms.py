"""The library's forms in the State's design system, with our labels."""

from allauth.account import forms as account
from allauth.account.internal import flows
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from dsfr.forms import DsfrBaseForm

from correspondents.models import User

from .likeness import kept_if

LABELS = {
    "login": "Adresse électronique",
    "email": "Adresse électronique",
    "password": "Mot de passe",
    "oldpassword": "Mot de passe actuel",
    "password1": "Nouveau mot de passe",
    "password2": "Le même, une seconde fois",
    "code": "Code",
}


class Worded(forms.Form):
    """Our labels, above the fields rather than in them, and our help."""

    helps = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}
        if "password1" in self.fields:
            self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class OurForm(DsfrBaseForm, Worded):
    """Worded first: the design system reads the labels once, when it dresses the fields."""


def ours(form, **helps):
    """A form of the library as one of ours; `helps` are the helps of its fields."""
    return type(form.__name__, (OurForm, form), {"helps": helps})


SignIn = ours(account.LoginForm)
ChangePassword = ours(account.ChangePasswordForm)
SetPassword = ours(account.SetPasswordForm)
ResetPassword = ours(account.ResetPasswordKeyForm)
Reauthenticate = ours(account.ReauthenticateForm)
CODE = "Six chiffres de l’application, ou un code de secours."
GiveCode = ours(mfa.AuthenticateForm, code=CODE)
GiveCodeAgain = ours(mfa.ReauthenticateForm, code=CODE)
SetUpApplication = ours(totp.ActivateTOTPForm, code="Six chiffres, affichés par l’application.")


class AskReset(OurForm, account.ResetPasswordForm):
    helps = {"email": "Celle de votre compte."}

    def save(self, request, **kwargs):
        """Do the same work for an unknown address, and keep nothing of it."""
        email = self.cleaned_data["email"]
        users = self.users or [User(pk=0, email=email)]
        with kept_if(bool(self.users)):
            flows.password_reset.request_password_reset(
                request, email, users, account.default_token_generator
            )
        return email


class AskLink(OurForm):
    """An address to which a link is sent when it is a post's account."""

    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    helps = {"email": "Celle de votre compte de poste."}

    def clean_email(self):
        return self.cleaned_data["email"].lower()
