"""What pages read of the whole base, kept until it changes."""

from django.core.cache import caches
from django.db import connection

from .models import DataChange

LONGEST = 24 * 3600  # seconds: the version changes with the day anyway


def kept(name, read, user=None):
    """`read()`, or what it returned last under this name if nothing was written since.

    One query, for the version. Nothing is kept for a signed-in `user`, whose rights are its own,
    nor inside a transaction, which sees what nobody else sees yet.
    """
    if connection.in_atomic_block or (user is not None and user.is_authenticated):
        return read()
    key = f"{name} {DataChange.objects.version()}".replace(" ", "_")
    return caches["pages"].get_or_set(key, read, LONGEST)
