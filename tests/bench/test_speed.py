"""Speed as a ratio beside a constant page behind the same middleware, in the same run.

The site runs as in production, under gunicorn, with the demonstration in; one client asks
for every page in turn, so that whatever disturbs the machine disturbs all of them.
"""

import http.client
import statistics
import time
from contextlib import closing
from urllib.parse import urlsplit

from ..browser.conftest import PROXY

ROUNDS, WARM_UP = 150, 10
MOST = 12  # times the constant page, at the median

CONSTANT = "/robots.txt"
PAGES = {
    "finder: a country": "/recherche/?q=Gambie",
    "finder: a town": "/recherche/?q=Kolda",
    "finder: a slip": "/recherche/?q=Madagscar",
    "finder: suggestions": "/recherche/suggestions/?q=gam",
    "country": "/pays/gm/",
    "post": "/postes/dakar/",
    "list of contacts": "/correspondants/",
    "home": "/",
}
PROMISED = ["finder: a country", "country"]


def ask(connection, address):
    """Milliseconds that one answer takes, read to its end."""
    start = time.perf_counter()
    connection.request("GET", address, headers=PROXY)
    response = connection.getresponse()
    response.read()
    taken = (time.perf_counter() - start) * 1000
    assert response.status in {200, 302}, address
    return taken


def test_pages_beside_a_constant_page(site):
    times = {name: [] for name in ["constant", *PAGES]}
    with closing(http.client.HTTPConnection("127.0.0.1", urlsplit(site).port)) as connection:
        for _ in range(ROUNDS):
            times["constant"].append(ask(connection, CONSTANT))
            for name, address in PAGES.items():
                times[name].append(ask(connection, address))

    medians = {name: statistics.median(taken[WARM_UP:]) for name, taken in times.items()}

    print()
    for name, median in medians.items():
        print(f"{name:24} {median:6.2f} ms  {median / medians['constant']:5.1f}x")
    for name in PROMISED:
        assert medians[name] <= MOST * medians["constant"], name
