"""The site of the browser tests, measured instead of looked at."""

from ..browser.conftest import database_url, site, static_root

__all__ = ["database_url", "site", "static_root"]
