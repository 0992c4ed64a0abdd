"""Pages opened by a link in a mail, without an account: the token is the right."""

from django.http import Http404
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView

from correspondents.models import SignedLink


class IncompleteLink(Http404):
    """An address whose token is nobody's: most often a link that a mail program has cut."""


class ByLink:
    """Mixed into a view whose address carries a token made for `purpose`.

    The view finds `self.link`, which may be closed; an unknown token is a 404 that says so.
    `refusal()` answers in the view's place. Nothing of the address leaves in a referrer
    (`no-referrer` would take the origin away from forms, and with it their protection).
    """

    purpose = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.link = SignedLink.objects.read(kwargs["token"], self.purpose)
        if self.link is None or self.link.target is None:
            raise IncompleteLink

    @property
    def why_closed(self):
        """Why the link opens nothing, as a sentence; "" while it does."""
        return self.link.why_closed

    def refusal(self):
        """The answer to a link that opens nothing, or None: the view says it itself."""

    def dispatch(self, request, *args, **kwargs):
        why_closed = self.why_closed
        response = self.refusal() or super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and why_closed:
            response.why_closed = why_closed  # for `ClosedLinks`, which gives the text back
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        add_never_cache_headers(response)
        return response


class PageByLink(ByLink, TemplateView):
    """A page that says itself what became of its link: gone (410), unless it has served."""

    @property
    def is_gone(self):
        return not self.link.is_open and not self.link.used_at

    def render_to_response(self, context, **kwargs):
        status = {"status": 410} if self.is_gone else {}
        return super().render_to_response(context, **status | kwargs)
