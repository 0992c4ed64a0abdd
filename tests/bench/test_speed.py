"""Speed as a ratio beside a constant page behind the same middleware, in the same run."""

import statistics
import time
from io import BytesIO

import pytest
from django.test.client import ClientHandler
from django.urls import clear_url_caches, set_urlconf

from ..factories import CorrespondentFactory

ROUNDS = 200
MOST = 12  # times the constant page, at the median

PAGES = {
    "finder, a sure answer": ("/recherche/", "q=Gambie"),
    "finder, a town": ("/recherche/", "q=Ziguinchor"),
    "finder, a slip": ("/recherche/", "q=Madagscar"),
    "country": ("/pays/gm/", ""),
    "post": ("/postes/dakar/", ""),
    "list": ("/correspondants/", ""),
    "home": ("/", ""),
}
PROMISED = {"finder, a sure answer", "country"}


@pytest.fixture
def application(settings, db):
    settings.ROOT_URLCONF = "tests.bench.urls"
    clear_url_caches()
    set_urlconf(None)
    CorrespondentFactory()
    return ClientHandler()


def ask(application, path, query=""):
    """Milliseconds that the application takes for one request, answer read to its end."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    start = time.perf_counter()
    response = application(environ)
    taken = (time.perf_counter() - start) * 1000
    assert response.status_code in {200, 302}
    return taken


def test_pages_beside_a_constant_page(application):
    times = {name: [] for name in ["constant", *PAGES]}
    for _ in range(ROUNDS):
        times["constant"].append(ask(application, "/constante/"))
        for name, (path, query) in PAGES.items():
            times[name].append(ask(application, path, query))

    medians = {name: statistics.median(taken[10:]) for name, taken in times.items()}

    print()
    for name, median in medians.items():
        print(f"{name:24} {median:6.2f} ms  {median / medians['constant']:5.1f}x")
    for name in PROMISED:
        assert medians[name] <= MOST * medians["constant"], name
