"""The second factor: who must use one, and whether a session was opened with it.

The library notes each proof (password, code, link) in the session; an entry "mfa" is a code of
the authenticator application, or a recovery code.
"""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import resolve_url
from django.utils.http import urlencode

PROOF = "mfa"


def is_required(user):
    """The delegation reads and writes everything: a password alone is not enough for it."""
    return user.is_delegation


def has_one(user):
    """Whether an authenticator application is set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def was_used(request):
    """Whether this session was opened, or strengthened since, with the second factor."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == PROOF for record in records)


def is_fresh(request):
    """Whether the last proof is recent enough to change what protects the account."""
    records = get_authentication_records(request, request.user)
    proved_at = max((record["at"] for record in records), default=0)
    return time.time() - proved_at < app_settings.REAUTHENTICATION_TIMEOUT


def is_missing(request):
    """Whether somebody who must use a second factor has not in this session."""
    return is_required(request.user) and not was_used(request)


def way(request):
    """The page that sets the second factor up, or asks for its code; then it leads back here."""
    step = "mfa_reauthenticate" if has_one(request.user) else "mfa_activate_totp"
    back = request.get_full_path() if request.method == "GET" else resolve_url("admin:index")
    return f"{resolve_url(step)}?{urlencode({REDIRECT_FIELD_NAME: back})}"
