"""The site of the browser tests, measured instead of looked at."""

import pytest

from ..browser.conftest import database_url, site

__all__ = ["database_url", "site"]


@pytest.fixture(scope="session")
def worker_id():
    """The bench runs alone, without the workers that name the tests' databases."""
    return "bench"
