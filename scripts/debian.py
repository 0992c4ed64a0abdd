"""Packages of the system, for the programs that Python's packages do not contain."""

import os
import shutil
import subprocess


def install(*packages, purpose):
    """Install with apt as root; otherwise SystemExit with the command to ask for.

    `purpose` is the French use of the packages, the beginning of a sentence.
    """
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() or not shutil.which("apt-get"):
        raise SystemExit(
            f"{purpose} : il manque {', '.join(packages)} (noms des paquets de Debian). "
            f"Sous Debian ou Ubuntu : sudo apt-get install {' '.join(packages)}"
        )
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "--quiet"], check=True, env=environment)
    subprocess.run(command, check=True, env=environment)
