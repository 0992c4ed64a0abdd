"""Read a file in a process of its own: the caller goes on, whatever becomes of that process."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryFile

from django.conf import settings

from . import guard, refusals, wire
from .cells import Sheet

CHILD = "correspondents.spreadsheets.child"
LIMITS = [name for name in dir(settings) if name.startswith("IMPORT_MAX_")]
VARIABLES = ["PATH", "PYTHONPATH", "LD_LIBRARY_PATH"]  # no secret, no address of a database

logger = logging.getLogger(__name__)


@dataclass
class FileReading:
    """The answer of a child; `peak` is the memory that it took, in bytes, 0 if it died."""

    sheets: list[Sheet]
    refusal: refusals.RefusedFile | None = None
    peak: int = 0


def read_safely(file, name):
    """The sheets of an open binary file, as `guard.check` then `read.read` would give them.

    Raises RefusedFile, also when the reading takes more memory (IMPORT_MAX_MEMORY) or time
    (IMPORT_MAX_SECONDS) than allowed, or dies. The file is left at its beginning.
    """
    reading = attempt(file, name)
    if reading.refusal:
        raise reading.refusal
    return reading.sheets


def attempt(file, name):
    """The same as a FileReading, refused or not."""
    try:
        extension = guard.extension_of(file, name)
    except refusals.RefusedFile as refusal:
        return FileReading([], refusal)
    # Without names, so that nothing of them is left if a process is killed.
    with TemporaryFile() as source, TemporaryFile() as answer, TemporaryFile() as complaint:
        shutil.copyfileobj(file, source)
        file.seek(0)
        source.seek(0)
        try:
            code = _run(extension, source, answer, complaint)
        except subprocess.TimeoutExpired:
            return FileReading([], refusals.too_slow())
        if code:
            return FileReading([], _death(code, complaint))
        answer.seek(0)
        try:
            sheets, end = wire.parse(answer)
        except (ValueError, TypeError, LookupError):
            return FileReading([], _death(code, complaint))
    if end["refusal"]:
        return FileReading([], refusals.RefusedFile(end["refusal"]), end["peak"])
    return FileReading(sheets, None, end["peak"])


def _run(extension, source, answer, complaint):
    """The exit code of a child, killed when its time is over."""
    limits = {name: getattr(settings, name) for name in LIMITS}
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", CHILD, json.dumps(limits), extension],
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in VARIABLES if name in os.environ},
        stdin=source,
        stdout=answer,
        stderr=complaint,
    ) as child:
        try:
            return child.wait(settings.IMPORT_MAX_SECONDS)
        except BaseException:
            child.kill()
            raise


def _death(code, complaint):
    """The refusal that explains a death to a user; the log gets the last words of the child."""
    if code == -signal.SIGXCPU:
        return refusals.too_slow()
    complaint.seek(0)
    words = complaint.read().decode(errors="replace")
    if "MemoryError" in words:
        return refusals.too_heavy()
    logger.error("The reading of a spreadsheet died (%s): %s", code, words[-2000:])
    return refusals.interrupted()
