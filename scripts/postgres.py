"""The private PostgreSQL of a working copy, shared by every command that needs one.

Each user of the server holds a shared lock for as long as it lives. A process that starts or stops
the server holds an exclusive one meanwhile. The first user in starts it and the last one out
stops it; when the last one is killed, the server stays for the next one.
"""

import atexit
import contextlib
import fcntl
import os
from pathlib import Path

from scripts.cluster import Cluster
from scripts.locks import exclusive, exit_on_signals, open_lock, uninterrupted

ROOT = Path(__file__).resolve().parent.parent


def data_dir():
    """The folder of everything a working copy keeps that is not source."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()


def attach():
    """Hold the server until this process ends, started if need be; returns its DATABASE_URL.

    The variable is set too, so that child processes use the server without holding it; so is that
    of its programs.
    Raises SystemExit with a French sentence when there can be no server.
    """
    exit_on_signals()
    cluster = Cluster(data_dir())
    cluster.claim_home()
    users = open_lock(cluster.home / "postgres.users")
    atexit.register(detach, cluster, users, os.getpid())
    with exclusive(cluster.home / "postgres.lock"), uninterrupted():
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster.ensure_running()
    os.environ["DATABASE_URL"] = cluster.url
    os.environ.setdefault("PG_BIN", str(cluster.programs))
    return cluster.url


def detach(cluster, users, holder):
    """Release the server, and stop it when no other process holds it."""
    if os.getpid() != holder:
        return  # a forked child shares its parent's lock: it must not give it up
    with exclusive(cluster.home / "postgres.lock"), uninterrupted():
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            cluster.stop()
        os.close(users)
