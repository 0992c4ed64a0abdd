"""Locks between processes, and moments that no signal may cut in two.

The kernel drops a lock with the process that held it, however it ended: there is never a stale
file to clean. Descriptors are closed on exec, so a child program never holds its parent's lock.
"""

import fcntl
import os
import signal
import sys
import threading
from contextlib import contextmanager

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def open_lock(path):
    """A descriptor of the lock file, made when missing; its lock is not taken yet."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not os.geteuid():  # what root makes must stay usable by the folder's owner
        folder = os.stat(os.path.dirname(path))
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


@contextmanager
def exclusive(path):
    """Wait to be alone in this block among all the processes of the machine."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def uninterrupted():
    """Put Ctrl-C and its like off until the block ends; threads never receive them anyway."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received = []
    before = {
        number: signal.signal(number, lambda number, _frame: received.append(number))
        for number in ENDING_SIGNALS
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in received:
            signal.raise_signal(number)


def exit_on_signals():
    """Make SIGTERM and SIGHUP end Python the ordinary way, so that exit handlers run.

    A signal that the caller ignores (nohup) or already handles is left as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, _frame: sys.exit(128 + number))
