"""A pytest plugin, loaded by `-p`: the private PostgreSQL for tests.

pytest-django reads the settings before any conftest.py is imported, and the settings read
DATABASE_URL: a conftest would come too late.
"""

import os

from scripts import postgres

# A test's commit need not outlive a power cut; the writes of `make run` and of the drill do.
IN_NO_HURRY = "&options=-c%20synchronous_commit%3Doff"

if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = postgres.attach() + IN_NO_HURRY
