"""What every answer of the site obeys."""

from django.conf import settings
from django.http import HttpResponseBadRequest
from pghistory.middleware import HistoryMiddleware

from correspondents.tokens import hide_tokens


class RefuseUnreadableText:
    """Answer 400 to a NUL character in the address: PostgreSQL cannot hold it, so it is no text."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query or "\x00" in request.path:
            return HttpResponseBadRequest(
                "L’adresse contient un caractère illisible. Retapez votre recherche.",
                content_type="text/plain; charset=utf-8",
            )
        return self.get_response(request)


class RobotsHeader:
    """Keep search engines away from a demonstration, whatever the page says of itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not settings.OFFICIAL_SITE:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class History(HistoryMiddleware):
    """Tell the history who did what on which page; the token of a link is not its business."""

    def get_context(self, request):
        context = super().get_context(request)
        return {**context, "url": hide_tokens(context["url"])}
