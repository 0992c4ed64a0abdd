"""The adapter of the sign-in library: our words, our mails, our doors."""

from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from config.accounts import secrets
from config.expiry import lost_page
from correspondents.accounts import second_factor
from correspondents.mailing.mail import absolute, write

# The library's mails, and our template for each; no other one is ever sent.
MAILS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/password_reset": "password_changed",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "mfa/email/totp_activated": "second_factor_set",
    "mfa/email/totp_deactivated": "second_factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}
MISMATCH = (
    "Adresse ou mot de passe inexact, ou compte fermé. Vérifiez les deux, demandez un lien de "
    "connexion ou un nouveau mot de passe ; sinon, écrivez à la délégation."
)
TOO_MANY = "Trop d’essais. Attendez cinq minutes, puis recommencez."
WRONG_CODE = (
    "Ce code n’est pas le bon, ou a déjà servi. Attendez que l’application en affiche un autre, "
    "et vérifiez que votre téléphone est à l’heure."
)


class Accounts(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "account_inactive": MISMATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Ce mot de passe n’est pas le vôtre.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "invalid_password_reset": "Ce lien a déjà servi ou a expiré.",
    }

    def is_open_for_signup(self, request):
        """Accounts are opened by the delegation alone."""
        return False

    def authenticate(self, request, **credentials):
        """A closed account is answered as an unknown one, even with its password."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def respond_user_inactive(self, request, user):
        self.add_message(request, messages.ERROR, message=MISMATCH)
        return redirect("account_login")

    def get_login_redirect_url(self, request):
        """To the lost text; else to the desk, the post’s space, or the account’s own page."""
        if lost_page(request):
            return reverse("lost_text")
        if request.user.is_delegation:
            return resolve_url("admin:index")
        if request.user.post_id:
            return reverse("space")
        return reverse("account_home")

    def get_password_change_redirect_url(self, request):
        return reverse("account_home")

    def get_reset_password_from_key_url(self, key):
        """An address of the site's own name: a request may carry any other."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(address.replace("UID-KEY", key))

    def is_reauthentication_required(self, *, app, **kwargs):
        """Nobody proves twice in a row who he is: a proof of the last minutes is enough."""
        required = super().is_reauthentication_required(app=app, **kwargs)
        return required and not second_factor.is_fresh(self.request)

    def get_reauthentication_methods(self, user):
        """The code first where there is one, said in our words."""
        if not user.is_authenticated:
            return []
        flows = {flow["id"] for flow in get_reauthentication_flows(user)}
        offered = [
            ("mfa_reauthenticate", "Donner un code", "mfa_reauthenticate"),
            ("reauthenticate", "Donner mon mot de passe", "account_reauthenticate"),
        ]
        return [
            {"id": key, "description": label, "url": reverse(name)}
            for key, label, name in offered
            if key in flows
        ]

    def send_mail(self, template_prefix, email, context):
        """Every mail goes through the outbox; the library's own templates are never used."""
        template = MAILS[template_prefix]
        write(template, to=email, key=f"{template} {uuid4()}", context=context)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # The library's key holds the host as asked for, whose port anybody can vary.
        return credentials.get("email", "").lower()


class SecondFactor(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Le second facteur est obligatoire pour la délégation. "
        "Pour changer de téléphone, demandez à un administrateur de retirer l’ancien.",
        "cannot_generate_recovery_codes": "Réglez d’abord une application d’authentification.",
    }

    def encrypt(self, text):
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return not second_factor.is_required(authenticator.user)
