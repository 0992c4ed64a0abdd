"""Pages as they were last known to be true, for the time when the database does not answer."""

import gzip
import re
from time import time

from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.template.loader import render_to_string

from correspondents.models import DataChange

ANSWERS = "answers"  # the cache of pages whole
AWAY = (OperationalError, InterfaceError)  # the connection is at fault, not what was asked
# How old a page may be, in seconds: less for one that names people, who may have asked to go.
MOST, MOST_WITH_NAMES = 3600, 600
MAIN = re.compile(rb"<main\b[^>]*>")


def note(address, key):
    """Remember which answer was sent at this address, and that the base said it true just now."""
    caches[ANSWERS].set(f"last_{address}", (key, time()), MOST)


def last_answer(address, groups):
    """The last answer of this process at the address; None when there is none, or a too old one.

    A connection that was cut under us is not yet a base that is away: a middleware asks again.
    """
    key, moment = caches[ANSWERS].get(f"last_{address}", ("", 0))
    names_people = groups is None or DataChange.Group.NETWORK in groups
    age = time() - moment
    if connection.connection is not None or age > (MOST_WITH_NAMES if names_people else MOST):
        return None
    response = caches[ANSWERS].get(key)
    return response and aged(response, age)


def aged(response, seconds):
    """The same answer, which says how old it is and is kept nowhere."""
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store"
    if response.headers["Content-Type"].startswith("text/html"):
        page = gzip.decompress(response.content)
        notice = render_to_string("components/_stale.html", {"minutes": int(seconds // 60)})
        told = MAIN.sub(lambda main: main[0] + notice.encode(), page, count=1)
        response.content = gzip.compress(told, mtime=0)
    return response
