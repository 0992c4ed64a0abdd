"""The databases of the drill: copies of a ready one, their fingerprints, their writers."""

import sys
import time

import psycopg

from scripts.cluster import NAME

READY = "depart"
# Two rows that differ only by numbers and moments are the same row.
TABLES = (
    *("correspondents_correspondent", "correspondents_correspondentevent"),
    *("correspondents_post", "correspondents_postevent"),
    *("correspondents_coverage", "correspondents_coverageevent"),
    *("correspondents_importbatch", "correspondents_importfile", "pghistory_context"),
)
# The columns that differ between two equal runs: numbers taken from sequences, and moments.
PASSING = [
    *("id", "batch_id", "pgh_id", "pgh_obj_id", "pgh_context_id", "pgh_created_at"),
    *("created_at", "updated_at", "applied_at", "progress_at"),
]
FINGERPRINT = """
SELECT count(*) || ' ' || md5(coalesce(string_agg(line, '' ORDER BY line), ''))
FROM (SELECT md5((to_jsonb(t) - %s::text[] #- '{{metadata,import}}')::text) AS line FROM {} t) lines
"""
WRITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_xid IS NOT NULL"
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
PATIENCE = 120  # seconds that a server or a process may take


class Violation(Exception):
    """A check of a drill failed, or the drill proves nothing; the text says which."""


class Bases:
    """On a started Cluster; the watching connection is opened again after each stop."""

    def __init__(self, cluster):
        self.cluster = cluster
        # The processes of the server crash here, the machine does not: their writes stay.
        settings = "ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();"
        cluster.run("psql", "--no-psqlrc", "--quiet", *cluster.address(), input=settings)
        self.watch()

    def watch(self):
        self.watching = psycopg.connect(self.cluster.url, autocommit=True)

    def close(self):
        self.watching.close()

    def ask(self, statement, *values):
        cursor = self.watching.execute(statement, values or None)
        return cursor.fetchone()[0] if cursor.description else None

    def url(self, name):
        return self.cluster.url.replace(f"postgresql:///{NAME}?", f"postgresql:///{name}?")

    def make(self, name, template="template1"):
        drop(self.watching, name)
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def copy(self, name):
        """Make a copy of READY under this name."""
        return self.make(name, READY)

    def fingerprint(self, name):
        """{table: the number and the digest of its rows}, once the base has no connection."""
        wait_until(lambda: not self.ask(CONNECTED, name))
        with psycopg.connect(self.url(name)) as connection:
            return {
                table: connection.execute(FINGERPRINT.format(table), [PASSING]).fetchone()[0]
                for table in TABLES
            }

    def is_writing(self, name):
        """Whether an open transaction of the base has written."""
        return bool(self.ask(WRITING, name))

    def crash(self):
        """Stop the server at once, its connections cut, then start it again."""
        self.cluster.run("pg_ctl", "stop", f"--pgdata={self.cluster.folder}", "--mode=immediate")
        self.watching.close()
        self.cluster.ensure_running()
        self.watch()


def drop(server, name):
    """Drop a base and end its sessions; a vacuum of the server gives way, but to no force."""
    try:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except psycopg.errors.InsufficientPrivilege:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')


def wait_until(condition):
    """Return the number of seconds that it took. Raises Violation."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() > start + PATIENCE:
            raise Violation("a process or a server did not end in time")
        time.sleep(0.002)
    return time.monotonic() - start


def manage(*command):
    return [sys.executable, "manage.py", *command]
