"""The site while its database is cut, away or silent: a true answer, soon, and no 500."""

import gzip
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest
from django.core.cache import caches
from django.http import HttpResponse

from config.outage import DatabaseOutage
from correspondents.records import stale

from ..browser.conftest import ONE_PROCESS, free_port, served
from ..databases import copied_database

pytestmark = pytest.mark.slow

SECONDS = 10  # that a visitor waits at most for an answer, here and of a silent server


class Gate:
    """A door between the site and its database, which the test shuts or leaves silent."""

    def __init__(self, folder, url):
        parts = dict(parse_qsl(urlsplit(url).query))
        name = f".s.PGSQL.{urlsplit(url).port or parts.get('port', 5432)}"
        self.target, self.path = f"{parts['host']}/{name}", folder / name
        self.url = url.replace(parts["host"], str(folder))
        self.ends, self.is_silent = set(), False
        self.open()

    def open(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen()
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def shut(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.path.unlink()
        self.cut()

    def cut(self):
        for end in list(self.ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener):
        with listener, suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                self.ends |= {visitor, server}
                threading.Thread(target=self._join, args=[visitor, server], daemon=True).start()

    def _join(self, visitor, server):
        with visitor, server:
            back = threading.Thread(target=self._carry, args=[server, visitor], daemon=True)
            back.start()
            self._carry(visitor, server)
            back.join()
        self.ends -= {visitor, server}

    def _carry(self, source, drain):
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_silent:
                    drain.sendall(data)
        for end in (source, drain):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def base():
    with copied_database("outage") as url:
        yield url


@pytest.fixture(scope="module")
def gate(base, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), base)
    yield gate
    gate.shut()


@pytest.fixture(scope="module")
def address(gate):
    port = free_port()
    environment = {
        "DATABASE_URL": gate.url,
        "ENVIRONMENT": "development",
        "DEBUG": "",
        **ONE_PROCESS,
    }
    with served(port, environment):
        yield f"http://127.0.0.1:{port}"


def ask(address):
    """The status, the headers and the text of an answer, and the seconds that it took."""
    start = time.monotonic()
    try:
        opened = urllib.request.urlopen(address, timeout=SECONDS)
    except urllib.error.HTTPError as refusal:
        opened = refusal
    with opened as answer:
        return answer.status, answer.headers, answer.read().decode(), time.monotonic() - start


@contextmanager
def away(gate):
    gate.shut()
    try:
        yield
    finally:
        gate.open()


def test_a_page_that_was_read_is_shown_with_its_age_while_the_base_is_away(address, gate):
    """Sent by this process, and not older than ten minutes: nothing of it is kept by a browser."""
    fresh = ask(f"{address}/pays/sn/")
    assert fresh[0] == 200
    with away(gate):
        status, headers, text, _ = ask(f"{address}/pays/sn/")
    again = ask(f"{address}/pays/sn/")

    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    assert "ETag" not in headers
    assert "La base de données ne répond pas." in text
    assert "moins d’une minute" in text
    assert "<h1" in text
    assert (again[0], again[2]) == (200, fresh[2])


def test_a_page_that_was_not_read_is_not_made_up(address, gate):
    assert ask(f"{address}/pays/ci/")[0] == 200
    with away(gate):
        assert ask(f"{address}/pays/dj/")[0] == 503
        assert ask(f"{address}/pays/ci/")[0] == 200


@pytest.mark.parametrize(
    ("groups", "minutes", "is_shown"),
    [
        (None, 9, True),
        (None, 11, False),
        ({"network", "news"}, 11, False),
        ({"inventory", "countries"}, 59, True),
        ({"inventory"}, 61, False),
    ],
)
def test_what_names_people_is_shown_for_ten_minutes_the_rest_for_an_hour(
    monkeypatch, groups, minutes, is_shown
):
    answer = HttpResponse(gzip.compress(b"<main id=contenu>texte"), headers={"ETag": "x"})
    caches["answers"].set("essai", answer)
    stale.note("adresse", "essai")
    later = time.time() + minutes * 60
    monkeypatch.setattr(stale, "time", lambda: later)
    monkeypatch.setattr(stale, "connection", SimpleNamespace(connection=None))

    found = stale.last_answer("adresse", groups)

    assert bool(found) == is_shown
    if found:
        page = gzip.decompress(found.content).decode()
        assert f"{minutes} minutes" in page
        assert page.startswith("<main id=contenu>")
        assert page.endswith("texte")


def test_a_read_whose_connection_is_cut_is_tried_again(address, gate, base):
    """A hundred reads while every connection of the site is ended ten times, under them."""
    with psycopg.connect(base, autocommit=True) as server:
        assert ask(f"{address}/recherche/?q=gambie")[0] == 200
        done, statuses = threading.Event(), []

        def end_connections():
            while not done.wait(0.05):
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    " AND state <> 'idle'"
                )

        thread = threading.Thread(target=end_connections)
        thread.start()
        try:
            statuses = [ask(f"{address}/postes/?q=pays{number}")[0] for number in range(60)]
        finally:
            done.set()
            thread.join()
    assert 500 not in statuses


def test_away_it_asks_to_come_back(address, gate):
    with away(gate):
        status, headers, text, seconds = ask(f"{address}/postes/?q=dakar")
        assert status == 503
        assert headers["Retry-After"] == "15"
        assert headers["Cache-Control"] == "no-store"
        assert "momentanément indisponible" in text
        assert re.search("Réessayez dans quelques minutes", text)
        assert seconds < 2
    assert ask(f"{address}/postes/?q=dakar")[0] == 200


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("HEAD", 2), ("POST", 1)])
def test_only_a_read_is_tried_again(rf, method, times):
    asked = []

    def answer(request):
        asked.append(request)
        response = HttpResponse(status=503)
        response.was_cut = True
        return response

    assert DatabaseOutage(answer)(rf.generic(method, "/")).status_code == 503
    assert len(asked) == times


def test_a_silent_server_does_not_hold_the_visitor(address, gate):
    gate.cut()
    gate.is_silent = True
    try:
        status, _, _, seconds = ask(f"{address}/postes/?q=lome")
    finally:
        gate.is_silent = False
        gate.cut()
    assert status == 503
    assert seconds < 7  # two times that one waits for a connection, and the page
