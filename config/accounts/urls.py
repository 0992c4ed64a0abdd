"""The addresses of `/compte/`: only the library's views that we want, under French paths.

Names are the library's where it reverses them. Left out on purpose: signing up, managing one's
addresses, signing in by code.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from . import links, views

RESET = "mot-de-passe/oublie/"
FACTOR = "second-facteur/"

# What a visitor may open; the rest needs a session, a sign-in under way, or a link.
OPEN = {"account_login", "account_reset_password", "sign_in_link"}

urlpatterns = [
    path("", views.AccountHome.as_view(), name="account_home"),
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("verification/", account.reauthenticate, name="account_reauthenticate"),
    path("lien/", links.AskForLink.as_view(), name="sign_in_link"),
    path("lien/envoye/", links.LinkSent.as_view(), name="sign_in_link_sent"),
    path("lien/<str:token>/", links.SignInByLink.as_view(), name="sign_in_by_link"),
    path("invitation/<str:token>/", links.AcceptInvitation.as_view(), name="invitation"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path(RESET, account.password_reset, name="account_reset_password"),
    path(f"{RESET}envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        f"{RESET}change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        rf"^{RESET}(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(FACTOR, mfa.index, name="mfa_index"),
    path(f"{FACTOR}code/", mfa.authenticate, name="mfa_authenticate"),
    path(f"{FACTOR}verification/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{FACTOR}application/", views.SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path(f"{FACTOR}application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{FACTOR}codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        f"{FACTOR}codes/nouveaux/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        f"{FACTOR}codes/telecharger/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
