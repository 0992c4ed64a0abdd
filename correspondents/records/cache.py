"""Cached until the data change: what pages read of the whole base, and pages whole."""

import gzip
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from correspondents.models import DataChange

from .stale import ANSWERS, AWAY, last_answer, note

LONGEST = 24 * 3600  # seconds: the version changes with the day anyway


def cached_until_written(name, read, groups, user=None, cache="pages"):
    """Return the cached result of `read()`, keyed by the version of the groups that it reads.

    One query, for the version. Nothing is cached for a signed-in `user`, whose rights are its own,
    nor inside a transaction, which sees what nobody else sees yet.
    """
    if connection.in_atomic_block or (user is not None and user.is_authenticated):
        return read()
    return caches[cache].get_or_set(key_now(name, groups), read, LONGEST)


def key_now(name, groups):
    """The key of what was read of these groups as they are now; one query."""
    return f"{name} {DataChange.objects.version(groups)}".replace(" ", "_")


class CachedPage:
    """Mixed into a view whose answer is the same for all visitors, until somebody writes.

    Its `groups` of tables cover all that it reads (`tests/test_pages.py`), and it has no form with
    a token. A browser that holds the page already receives a 304. With a parameter of the query
    string that is `uncached`, it is the page of one visitor. It reads its `parameters` alone: any
    other makes no new page, nor does another order.
    """

    parameters: tuple[str, ...] = ()
    uncached: frozenset[str] = frozenset()

    def time_key(self):
        """A text that differs when the passing of time alone changes the page."""
        return ""

    def dispatch(self, request, *args, **kwargs):
        writes = request.method not in ("GET", "HEAD")
        is_own = has_session(request) or not self.uncached.isdisjoint(request.GET)
        if writes or is_own or settings.DEBUG:  # an edited template shows at once
            return super().dispatch(request, *args, **kwargs)
        request.GET = known_parameters(request.GET, self.parameters)
        request.META["QUERY_STRING"] = request.GET.urlencode()

        def answer():
            return with_etag(super(CachedPage, self).dispatch(request, *args, **kwargs))

        address = sha256(request.build_absolute_uri().encode()).hexdigest()
        try:
            response = self.current(address, answer)
        except AWAY:
            if stale := last_answer(address, self.groups):
                return stale
            raise
        patch_cache_control(response, no_cache=True)  # a browser may keep it, and asks each time
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        return get_conditional_response(request, response.get("ETag"), response=response)

    def current(self, address, answer):
        """The answer kept under the version of now, or made; nothing is kept in a transaction."""
        if connection.in_atomic_block:
            return answer()
        key = key_now(f"page {address} {self.time_key()}", self.groups)
        response = caches[ANSWERS].get_or_set(key, answer, LONGEST)
        note(address, key)
        return response


def known_parameters(query, parameters):
    """The query string with these parameters alone, in their order, empty ones left out."""
    known = [(name, value) for name in parameters for value in query.getlist(name) if value]
    return QueryDict(urlencode(known))


def has_session(request):
    """Whether the visitor has a session or a message waiting: no shared answer is for them."""
    return not {settings.SESSION_COOKIE_NAME, "messages"}.isdisjoint(request.COOKIES)


def with_etag(response):
    """The rendered answer, compressed, with the ETag that any process would give to its content.

    A middleware unpacks it for a browser that reads no gzip.
    """
    if response.status_code == 200:
        response = response.render()
        response.headers["ETag"] = f'W/"{sha256(response.content).hexdigest()}"'
        response.content = gzip.compress(response.content, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
