"""Speed as a ratio beside a constant page behind the same middleware, in the same run: the time
that a client waits, and the processor that the site and its base take, which others disturb less.

The site runs as in production, under gunicorn, with the demonstration in; one client asks
for every page in turn, so that whatever disturbs the machine disturbs all of them.
"""

import http.client
import os
import statistics
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg

from ..browser.conftest import PROXY
from .places import WORDS

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
SERVERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
SEARCH, SUGGESTIONS = "/recherche/?q=", "/recherche/suggestions/?q="
# {what the finder answers: (times the processor of the constant page, texts asked in turn)}.
PROCESSOR = {
    "a country": (8, SEARCH, ["Gambie", "Sénégal", "Japon", "Côte d’Ivoire"]),
    "a town": (8, SEARCH, ["Kolda", "Cologne", "Podor", "Naplouse"]),
    "a commune": (8, SEARCH, ["Isle Adam", "Puy en Velay", "Quimper", "Le Havre"]),
    "a slip": (8, SEARCH, ["Madagscar", "Bukrina", "Camerun", "Barcelonne", "Grenobel"]),
    "a word that is no name": (None, SEARCH, WORDS[:30]),
    "suggestions": (5, SUGGESTIONS, ["gam", "sén", "lyo", "mad", "bamak", "quim", "toky", "dak"]),
}


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


def children_of(pid):
    """The processes that come of this one, at any depth."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    children = path.read_text().split() if path.exists() else []
    return [int(child) for pid in children for child in (pid, *children_of(pid))]


def processor(pids):
    """The seconds that all the threads of these processes have run."""
    threads = [path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def test_processor_of_the_finder_beside_a_constant_page(site, database_url):
    texts = {name: (start, texts) for name, (_, start, texts) in PROCESSOR.items()}
    texts["constant"] = (CONSTANT, [""])
    taken = dict.fromkeys(texts, 0.0)
    address = ("127.0.0.1", urlsplit(site).port)
    with closing(http.client.HTTPConnection(*address)) as client:
        for start, asked in texts.values():  # the server has its connection, and is warm
            for text in asked:
                ask(client, start + quote(text))
        with psycopg.connect(database_url) as base:
            servers = [pid for (pid,) in base.execute(SERVERS) if pid != base.info.backend_pid]
        pids = [*children_of(os.getpid()), *servers]
        for turn in range(ROUNDS):
            for name, (start, asked) in texts.items():
                before = processor(pids)
                ask(client, start + quote(asked[turn % len(asked)]))
                taken[name] += processor(pids) - before

    print()
    for name, seconds in taken.items():
        each, ratio = seconds / ROUNDS * 1000, seconds / taken["constant"]
        print(f"{name:24} {each:6.2f} ms of processor {ratio:5.1f}x")
    for name, (most, *_) in PROCESSOR.items():
        assert most is None or taken[name] <= most * taken["constant"], name
