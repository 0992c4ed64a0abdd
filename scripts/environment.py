"""`make install`: install the libraries of the lock in .venv, unless it has them already.

Run by the system's Python, so only its standard library is at hand, whatever its version.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import debian
from scripts.locks import exclusive

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "development.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.txt"  # the lock as it was when all of it was installed


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - the system's Python may be anything
        raise SystemExit("Il faut Python 3.11 ou plus récent : make PYTHON=python3.11 …")
    # Two commands at once in a new working copy: one installs, the other waits for it.
    with exclusive(ROOT / ".venv.lock"):
        if not is_up_to_date():
            make_venv()
            install()


def is_up_to_date():
    return PYTHON.exists() and INSTALLED.exists() and INSTALLED.read_bytes() == LOCK.read_bytes()


def make_venv():
    """A virtual environment that works: one whose Python was removed is made again."""
    if PYTHON.exists():
        return
    if not importlib.util.find_spec("ensurepip"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        debian.install(f"python{version}-venv", purpose="Python ne sait pas créer .venv")
    print("Création de .venv…", file=sys.stderr)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def install():
    print("Installation des bibliothèques dans .venv…", file=sys.stderr)
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    # The lock names everything; a module is compiled when it is first imported, few ever are.
    pip += ["--no-deps", "--no-compile"]
    if subprocess.run([*pip, "--require-hashes", "--requirement", LOCK]).returncode:
        raise SystemExit("L’installation a échoué : voir les messages ci-dessus.")
    # pytest alone, unlike python -m pytest, does not look for modules in the current folder.
    site_packages = next(VENV.glob("lib/python*/site-packages"))
    (site_packages / "correspondants.pth").write_text(f"{ROOT}\n")
    shutil.copyfile(LOCK, INSTALLED)


if __name__ == "__main__":
    main()
