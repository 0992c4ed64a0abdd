"""The address of the demonstration, noted for the commands that write links beside it."""

import os

from scripts.postgres import data_dir


def note(port):
    """Keep the address of the site that starts on this port, unless SITE_URL says another one."""
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    file().parent.mkdir(parents=True, exist_ok=True)
    file().write_text(os.environ["SITE_URL"])


def recall():
    """Let a command write its links to the last site that was started here."""
    if file().exists():
        os.environ.setdefault("SITE_URL", file().read_text())


def file():
    return data_dir() / "site_url"
