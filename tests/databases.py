"""Databases whose rows are committed: for a site, for processes that write at once."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def copied_database(name, *, with_network=False):
    """The address of a copy of the tests' database, or of an empty one when no test uses any.

    `with_network` loads the countries and posts when they are missing.
    """
    connections.close_all()  # a database is copied while nobody is connected to it
    name, tests = f"{name}_{os.getpid()}", settings.DATABASES["default"]["NAME"]
    template = tests if tests.startswith("test_") else "template1"
    head, _, query = settings.DATABASE_URL.partition("?")
    url = f"{head.rsplit('/', 1)[0]}/{name}?{query}"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            if template == "template1":
                manage("migrate", "--verbosity", "0", DATABASE_URL=url)
                if with_network:
                    manage("load_reference", DATABASE_URL=url)
            yield url
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(*command, **environment):
    """What `manage.py` prints, run in this environment; its failure is the test's."""
    done = start_manage(*command, **environment)
    printed, _ = done.communicate()
    assert done.returncode == 0, command
    return printed


def start_manage(*command, stdin=None, **environment):
    """`manage.py` as a process of its own, under way."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
    )
