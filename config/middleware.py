"""The rules of every response of the site."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import AdminErrorList
from django.contrib.auth import logout
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.deprecation import MiddlewareMixin
from pghistory.middleware import HistoryMiddleware

from correspondents.mailing.tokens import hide_tokens

MEBIBYTE = 1024 * 1024


class RefuseUnreadableText(MiddlewareMixin):
    """Answer 400 to a NUL character in the address: PostgreSQL cannot hold it, so it is no text."""

    def process_request(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query or "\x00" in request.path:
            return HttpResponseBadRequest(
                "L’adresse contient un caractère illisible. Retapez votre recherche.",
                content_type="text/plain; charset=utf-8",
            )
        return None


class RefuseHeavyBodies(MiddlewareMixin):
    """Answer 413 to a stranger who sends more than any form of ours takes, before it is read.

    A file may come after the end of a session, with a text that its page gives back.
    """

    def process_request(self, request):
        most = settings.PIECE_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(request.META.get("CONTENT_LENGTH") or 0) > most and request.user.is_anonymous:
            return HttpResponse(
                f"L’envoi dépasse {most // MEBIBYTE} Mo : rien n’en a été lu. Connectez-vous, ou "
                "envoyez moins.",
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        return None


class Refusals(MiddlewareMixin):
    """Answer 422 to a form that is refused, whoever wrote its view; the page's title says it."""

    def process_template_response(self, request, response):
        context = getattr(response, "context_data", None)
        if request.method == "POST" and context is not None:
            if response.status_code == 200 and any(map(is_refused, context.values())):
                response.status_code = 422
            context["is_refused"] = response.status_code in (422, 429)
        return response


def is_refused(value):
    """Whether it is a form that is refused, or what the admin says of one and of its rows."""
    if isinstance(value, AdminErrorList):
        return bool(value)
    return isinstance(value, BaseForm) and value.is_bound and not value.is_valid()


class EveryAnswer(MiddlewareMixin):
    """Keep search engines away from a demonstration, whatever the page says of itself, and other
    sites from showing our answers as theirs."""

    def process_response(self, request, response):
        if not settings.OFFICIAL_SITE:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class History(HistoryMiddleware):
    """Tell the history who did what on which page; the token of a link is not its business.

    Without a session there is nobody to look for: public pages stay the same for all visitors.
    """

    def get_context(self, request):
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        user = request.user.pk if has_session else None
        return {"user": user, "url": hide_tokens(request.path)}


class SessionLimits(MiddlewareMixin):
    """End a session 12 hours after the sign-in, or half an hour of the delegation's silence.

    The two moments are kept in the session itself, in seconds since 1970; the second one is
    written at most once a minute. A visitor without a session costs nothing here.
    """

    STARTED, SEEN = "signed_in_at", "seen_at"
    WRITTEN_EVERY = 60  # seconds

    def process_response(self, request, response):
        """What somebody signed in has read is kept by no browser and by no relay."""
        user = getattr(request, "_cached_user", None)
        if user and user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_request(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            why = self.why_over(request)
            if why:
                logout(request)
                messages.warning(request, f"{why} Connectez-vous de nouveau.")
            else:
                self.note(request.session)

    def why_over(self, request):
        now, session = time.time(), request.session
        hours, minutes = settings.SESSION_HOURS, settings.STAFF_IDLE_MINUTES
        if now - session.get(self.STARTED, now) >= hours * 3600:
            return f"Votre session a duré {hours} heures : elle est terminée."
        is_idle = now - session.get(self.SEEN, now) >= minutes * 60
        if is_idle and request.user.is_delegation:
            return f"Vous étiez inactif depuis {minutes} minutes : votre session est terminée."
        return ""

    def note(self, session):
        now = time.time()
        session.setdefault(self.STARTED, now)
        if now - session.get(self.SEEN, 0) >= self.WRITTEN_EVERY:
            session[self.SEEN] = now
