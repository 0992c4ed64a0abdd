"""When the database is away: a read is tried again once, then the visitor is told to come back."""

import sys

from django.db import connection

from correspondents.records.stale import AWAY

RETRY_AFTER = 15  # seconds that a browser or a proxy should wait


def is_away():
    """Whether the error at hand is of the connection, and not of what was asked."""
    return isinstance(sys.exception(), AWAY)


class DatabaseOutage:
    """Try a read again, on a fresh connection, when the one it had was cut under it.

    Nothing that writes is tried again: it may have been done. A connection that was never opened
    says that the server is away: nobody waits twice for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(response, "was_cut", False) and request.method in ("GET", "HEAD"):
            connection.close()
            response = self.get_response(request)
        return response


def mark(response):
    """Say on the answer when to come back, and whether its connection was open and broke."""
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    response.was_cut = connection.connection is not None
    return response
