"""What is kept until the base changes: what pages read of the whole of it, and pages whole."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from correspondents.models import DataChange

LONGEST = 24 * 3600  # seconds: the version changes with the day anyway


def kept(name, read, user=None, cache="pages"):
    """`read()`, or what it returned last under this name if nothing was written since.

    One query, for the version. Nothing is kept for a signed-in `user`, whose rights are its own,
    nor inside a transaction, which sees what nobody else sees yet.
    """
    if connection.in_atomic_block or (user is not None and user.is_authenticated):
        return read()
    key = f"{name} {DataChange.objects.version()}".replace(" ", "_")
    return caches[cache].get_or_set(key, read, LONGEST)


class KeptPage:
    """Mixed into a view whose answer is one and the same for all visitors, until somebody writes.

    Everything that it reads is watched (`tests/test_pages.py`), and it has no form that bears a
    token. A browser that holds it already is told so (304).
    """

    def of_the_hour(self):
        """A text that is another one when the passing of time alone changes the page."""
        return ""

    def dispatch(self, request, *args, **kwargs):
        writes = request.method not in ("GET", "HEAD")
        if writes or is_somebody(request) or settings.DEBUG:  # whoever edits a template sees it
            return super().dispatch(request, *args, **kwargs)

        def answer():
            return named_by_its_content(super(KeptPage, self).dispatch(request, *args, **kwargs))

        asked = f"{request.build_absolute_uri()} {self.of_the_hour()}"
        response = kept(f"page {sha256(asked.encode()).hexdigest()}", answer, cache="answers")
        patch_cache_control(response, no_cache=True)  # a browser may keep it, and asks each time
        patch_vary_headers(response, ["Cookie"])
        return get_conditional_response(request, response.get("ETag"), response=response)


def is_somebody(request):
    """Whether the visitor has a session or a message waiting: no answer for all is for them."""
    return not {settings.SESSION_COOKIE_NAME, "messages"}.isdisjoint(request.COOKIES)


def named_by_its_content(response):
    """The answer once written, whose ETag any process that serves the site would give it too."""
    if response.status_code == 200:
        written = response.render()
        written.headers["ETag"] = f'W/"{sha256(written.content).hexdigest()}"'
    return response
