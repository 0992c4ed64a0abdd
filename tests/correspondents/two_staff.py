"""Several people at work on one base whose rows are committed, each on a connection of theirs."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
from django.db import connection

PATIENCE = 30  # seconds, for a slow machine: nothing waits that long when it works


class Office:
    """Begins acts that overlap; `observer` is a connection that sees what is committed."""

    def __init__(self, url, observer, desks):
        self.url, self.observer, self.desks = url, observer, desks

    def begin(self, act, *args, **values):
        """The future of an act under way in a thread, hence on its own connection."""
        return self.desks.submit(_at_desk, act, *args, **values)

    @contextmanager
    def held(self, table):
        """Nobody writes this table meanwhile; whoever comes to it waits."""
        with self.editing() as holder:
            holder.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield

    def editing(self):
        """A transaction by hand, committed at its end."""
        return psycopg.connect(self.url)

    def wait_for(self, number, or_end_of=None):
        """Until so many acts wait for what somebody holds, or until one of them is over."""
        deadline = time.monotonic() + PATIENCE
        while self._waiting() < number and not (or_end_of and or_end_of.done()):
            assert time.monotonic() < deadline, "nobody came to wait"
            self.observer.execute("SELECT pg_sleep(0.01)")

    def _waiting(self):
        (number,) = self.observer.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
        return number


def _at_desk(act, *args, **values):
    try:
        return act(*args, **values)
    finally:
        connection.close()


@contextmanager
def opened(url):
    """The office at work on the base of this address, and this process with it."""
    tests = connection.settings_dict["NAME"]
    with psycopg.connect(url, autocommit=True) as observer, ThreadPoolExecutor(4) as desks:
        connection.close()
        # The connections of other threads are made from the same settings.
        connection.settings_dict["NAME"] = observer.info.dbname
        try:
            yield Office(url, observer, desks)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = tests
