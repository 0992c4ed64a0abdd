"""A pytest plugin, loaded by `-p`: the private PostgreSQL for tests.

pytest-django reads the settings before any conftest.py is imported, and the settings read
DATABASE_URL: a conftest would come too late.
"""

import os

from scripts import postgres

if not os.environ.get("DATABASE_URL"):
    postgres.attach()
