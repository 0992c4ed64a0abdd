"""Nothing typed is lost: the page of an ended session is given back after signing in.

A page is of the account in whose session it was shown. Its token says so: each sign-in makes a
new secret, and a signed cookie holds the digests of the last ones with their accounts.
"""

import time

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.middleware.csrf import (
    InvalidTokenFormat,
    _check_token_format,
    _unmask_cipher_token,
)
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode

from .once import PAGE

COOKIE, SALT = "page_owners", "config.expiry"
OWNERS = 5  # the sign-ins of a browser that the cookie remembers
LOST = "lost_page"  # in the session: the key of a row of its own, whose end no sign-in puts off
KEPT_FOR = 30 * 60  # seconds
EARLIER = "Ce que vous veniez d’envoyer est gardé 30 minutes : connectez-vous pour le retrouver."


class PageOwners(MiddlewareMixin):
    """Note whose pages are shown, and keep what a page sends once its session has ended."""

    def process_request(self, request):
        """Of what was kept, leave its own account alone, and for half an hour."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.user.is_authenticated and LOST in request.session:
            request.session.set_expiry(None)
            if not lost_page(request):
                erase(request)

    def process_response(self, request, response):
        doors = resolve_url(settings.LOGIN_URL), reverse("admin:login")
        if request.method == "POST" and response.headers.get("Location", "").startswith(doors):
            keep(request, response)
        elif is_lost_page_sent(request, response):
            erase(request)
        if has_token(request, response) and request.user.is_authenticated:
            note_owner(request, response)
        return response


def has_token(request, response):
    """Whether the page holds a token; the admin has set its cookie already."""
    is_due = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return is_due or settings.CSRF_COOKIE_NAME in response.cookies


def note_owner(request, response):
    owners, key = owners_of(request), digest_of(request.META["CSRF_COOKIE"])
    account = str(request.user.pk)
    if owners.get(key) != account:
        rows = [*((k, v) for k, v in owners.items() if k != key), (key, account)][-OWNERS:]
        response.set_signed_cookie(
            COOKIE,
            " ".join(f"{key}:{account}" for key, account in rows),
            salt=SALT,
            max_age=settings.SESSION_COOKIE_AGE * 2,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def owners_of(request):
    """{digest of a secret: its account, as text}, oldest first."""
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    except BadSignature:
        return {}
    return dict(row.split(":") for row in value.split())


def digest_of(token):
    """The digest of the secret of a token, the same for all the pages of a sign-in."""
    secret = _unmask_cipher_token(token) if len(token) == 64 else token
    return salted_hmac(SALT, secret).hexdigest()[:20]


def owner_of(request):
    """The account whose page is posted, as text; "" for a visitor's, or when nobody knows."""
    token = request.POST.get(PAGE, "")
    try:
        _check_token_format(token)
    except InvalidTokenFormat:
        return ""
    return owners_of(request).get(digest_of(token), "")


def typed(request):
    """The fields of a posted page as [name, value], without its token and passwords."""
    return [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name != PAGE and "password" not in name
    ]


def file_names(request):
    return [file.name for files in request.FILES.lists() for file in files[1]]


def keep(request, response):
    """Keep the page of an account in the session of nobody, until that account signs in."""
    owner = owner_of(request)
    if not owner or request.path.startswith(reverse("account_home")):
        return
    row = type(request.session)()
    row[LOST] = {
        "address": request.get_full_path(),
        "fields": typed(request),
        "files": file_names(request),
        "account": owner,
        "until": time.time() + KEPT_FOR,
    }
    row.set_expiry(KEPT_FOR)
    row.create()
    request.session[LOST] = row.session_key
    request.session.set_expiry(KEPT_FOR)
    request.session.clear_expired()  # the texts that nobody came back for
    messages.warning(request, EARLIER)
    query = urlencode({"next": reverse("lost_text")})
    response.headers["Location"] = f"{resolve_url(settings.LOGIN_URL)}?{query}"


def lost_page(request):
    """What was kept for the account signed in, as `keep` writes it; None without any."""
    page = row_of(request).get(LOST)
    return page if page and page["account"] == str(request.user.pk) else None


def row_of(request):
    """The row that holds the kept page, which the base gives for half an hour; empty after."""
    return type(request.session)(request.session.get(LOST))


def erase(request):
    row_of(request).delete()
    del request.session[LOST]


def is_lost_page_sent(request, response):
    """Whether the kept page has just been sent again, and read."""
    if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    page = LOST in request.session and row_of(request).get(LOST)
    leads_away = response.headers.get("Location", "").startswith(reverse("account_home"))
    was_read = response.status_code in (200, 302, 422) and not leads_away
    return bool(page) and page["address"] == request.get_full_path() and was_read
