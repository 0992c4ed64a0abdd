"""Pages opened by a link in a mail, without an account: the token is the right."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property

from .models import SignedLink


class ByLink:
    """Mixed into a view whose address carries a token made for `purpose`.

    The view finds `self.link`; an unknown token is a 404, and a POST by a closed link a 403 unless
    the view answers it itself (`answers_closed_links`). Nothing of the address leaves in a referrer
    (`no-referrer` would take the origin away from forms, and with it their protection).
    """

    purpose = ""
    answers_closed_links = False

    @cached_property
    def link(self):
        link = SignedLink.objects.read(self.kwargs["token"], self.purpose)
        if link is None or link.target is None:
            raise Http404
        return link

    def dispatch(self, request, *args, **kwargs):
        closed = request.method == "POST" and not self.link.is_open
        if closed and not self.answers_closed_links:
            raise PermissionDenied(self.link.why_closed)
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        add_never_cache_headers(response)
        return response
