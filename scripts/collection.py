"""The static files as they are served: used ones alone, compressed, under names that never change.

`make run` and the tests in a browser collect them once, until one of their sources changes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.locks import exclusive

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "static"
SOURCES = ["requirements/production.txt", "config/static_files.py", "static/**/*.*"]


def collected():
    """The folder of this moment's files; those of before are deleted."""
    folder = FOLDER / digest()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with exclusive(FOLDER / "collection.lock"):
        if not folder.exists():
            for former in FOLDER.iterdir():
                if former.is_dir():
                    shutil.rmtree(former)
            collect(folder)
    return folder


def digest():
    paths = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def collect(folder):
    unfinished = folder.with_suffix(".unfinished")
    environment = {**os.environ, "DEBUG": "", "STATIC_ROOT": str(unfinished)}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    if subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr).returncode:
        raise SystemExit("La collecte des fichiers statiques a échoué.")
    unfinished.rename(folder)
