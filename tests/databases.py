"""Databases whose rows are committed: for a site, for processes that write at once."""

import atexit
import hashlib
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from django.conf import settings

from scripts.drill_bases import drop
from scripts.locks import exclusive
from scripts.postgres import data_dir

ROOT = Path(__file__).resolve().parents[1]
# What the bases that are kept are made of.
REFERENCE = [
    "*/migrations/*.py",
    "*/reference.py",
    "*/reference/*.py",
    "correspondents/records/fast_migrations.py",
    "correspondents/records/data_version.py",
    "fixtures/reference/*",
    "requirements/production.txt",
]
ROOMS = ("correspondents", "atlas", "projects", "config", "scripts/demonstration")
SITE = [f"{room}/**/*.py" for room in ROOMS]
SITE += ["fixtures/**/*.*", "templates/**/*.*", "requirements/production.txt"]


def reference_base():
    """The name of a base that holds the reference data: every base of the tests is a copy of it."""

    def make(server, name):
        server.execute(f'CREATE DATABASE "{name}"')
        manage("migrate", "--verbosity", "0", DATABASE_URL=_address(name))
        manage("load_reference", DATABASE_URL=_address(name))

    return _made_once("tests_reference_", REFERENCE, make)


def demonstration_base():
    """The name of one that holds the demonstration too, whose days count from today."""

    def make(server, name):
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{reference_base()}"')
        manage("prepare_demo", DATABASE_URL=_address(name))

    return _made_once("tests_demonstration_", SITE, make, str(date.today()))


def landed_base(commit):
    """The name of one without a row, made by the code of a past commit: its own `migrate`."""

    def make(server, name):
        server.execute(f'CREATE DATABASE "{name}"')
        archive = ["git", "archive", commit]
        with tempfile.TemporaryDirectory() as folder:
            tree = subprocess.run(archive, cwd=ROOT, check=True, capture_output=True).stdout
            subprocess.run(["tar", "-x"], cwd=folder, check=True, input=tree)
            manage("migrate", "--verbosity", "0", cwd=folder, DATABASE_URL=_address(name))

    return _made_once("tests_landed_", [], make, commit)


def _made_once(kind, sources, make, day=""):
    """The name of the base of its kind, made again when one of its sources changes.

    It is kept for the next run; one process makes it, the others wait for it.
    """
    digest = hashlib.sha256(day.encode())
    for path in files_of(sources):
        digest.update(path.read_bytes())
    name = f"{kind}{digest.hexdigest()[:16]}"
    folder = data_dir() / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / f"{kind}.lock"), _server() as server:
        known = f"SELECT datname FROM pg_database WHERE starts_with(datname, '{kind}')"
        others = {row[0] for row in server.execute(known)}
        if name not in others:
            for old in others:
                server.execute(f'DROP DATABASE "{old}"')
            make(server, f"{kind}unfinished")
            server.execute(f'ALTER DATABASE "{kind}unfinished" RENAME TO "{name}"')
    return name


def files_of(patterns):
    """Each file of each pattern, in their order; a pattern that matches nothing is a fault."""
    matched = {pattern: list(ROOT.glob(pattern)) for pattern in patterns}
    if idle := [pattern for pattern, paths in matched.items() if not paths]:
        raise LookupError(f"these patterns match no file: {', '.join(idle)}")
    return sorted(path for paths in matched.values() for path in paths)


def own_base(name):
    """The name of a base of this process alone: another `pytest` at once has its own."""
    return f"tests_{_number()}_{name}"


@cache
def _number():
    """The least number that no living process has: its lock is held until this one ends.

    Bases under a number whose lock is free were left by a killed process: they are dropped.
    """
    server = _server()
    atexit.register(server.close)
    own = next(number for number in count() if _lock(server, number))
    bases = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^tests_[0-9]+_'")
    for (name,) in bases.fetchall():
        number = int(name.split("_")[1])
        if _lock(server, number):
            drop(server, name)
            server.execute("SELECT pg_advisory_unlock(0, %s)", [number])
    return own


def _lock(server, number):
    """Whether the session has the lock, which it may take several times."""
    return server.execute("SELECT pg_try_advisory_lock(0, %s)", [number]).fetchone()[0]


def _server():
    return psycopg.connect(settings.DATABASE_URL, autocommit=True)


def _address(name):
    head, _, query = settings.DATABASE_URL.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"


@contextmanager
def copied_database(name, base=reference_base):
    """The address of a copy of a base, for the length of the block."""
    name, template = own_base(name), base()
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield _address(name)
        finally:
            drop(server, name)


def manage(*command, cwd=ROOT, **environment):
    """What `manage.py` of a folder prints, run in this environment; its failure is the test's."""
    done = start_manage(*command, cwd=cwd, **environment)
    printed, _ = done.communicate()
    assert done.returncode == 0, command
    return printed


def start_manage(*command, stdin=None, cwd=ROOT, **environment):
    """`manage.py` as a process of its own, under way."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    demonstration_base()
