"""The Atlas at two sizes: each page beside the constant page of the same run, and how it grows.

Two bases hold the demonstration and what `seed_scale` invents; each is served as in production.
Nothing is asserted of time: only that every page answers what a plain count in SQL says. A page is
kept whole until the next writing, so each is asked for at an address that nobody asked for yet; a
few are measured as kept too, and just after a writing.
"""

import http.client
import os
import re
import statistics
import time
from contextlib import closing, contextmanager

import psycopg
import pytest

from ..browser.conftest import PROXY, free_port, production, served
from ..databases import copied_database, demonstration_base, manage, start_manage

SIZES = [15_000, int(os.environ.get("BENCH_PARTNERSHIPS", "150000"))]
ROUNDS, WARM_UP, WRITINGS = 12, 2, 4
CONSTANT = "/robots.txt"
SHOWN = "FROM atlas_partnership p JOIN atlas_foreignauthority f ON f.id = p.partner_id"
SHOWN = f"SELECT count(*) {SHOWN} WHERE NOT is_sensitive"
THEMED = """ AND kind = 'agreement' AND EXISTS (
    SELECT FROM atlas_partnershiptheme a JOIN atlas_theme t ON t.id = a.theme_id
    WHERE a.partnership_id = p.id AND t.path LIKE 'environnement/%')"""
SIDE = "JOIN atlas_localauthority s ON s.id IN (p.lead_id, m.authority_id)"
SIDE = f"(SELECT FROM (SELECT) one LEFT JOIN atlas_frenchmember m ON m.partnership_id = p.id {SIDE}"
REGION = "(SELECT id FROM atlas_localauthority WHERE local_code = 'region-84')"
AREA = f" AND EXISTS {SIDE} WHERE {REGION} IN (s.id, s.region_id))"
YEARS = " AND first_signed_year BETWEEN 1990 AND 1999"
# Lists whose page says how many it found: their address, what the plain count adds.
LISTS = {
    "list": ("/atlas/", ""),
    "country filter": ("/atlas/?pays=ML", " AND f.country_id = 'ML'"),
    "theme, kind filter": ("/atlas/?theme=environnement&nature=agreement", THEMED),
    "region, years filter": ("/atlas/?region=region-84&annee=1990-1999", AREA + YEARS),
    "kind filter": ("/atlas/?nature=twinning", " AND kind = 'twinning'"),
    "deep page (500)": ("/atlas/?page=500", ""),
    "deep page, filtered": ("/atlas/?nature=twinning&page=200", " AND kind = 'twinning'"),
}
TEXTS = {"a word": "/atlas/?q=lyon", "two words": "/atlas/?q=lyon+mali"}
RADAR = "/atlas/coordination/"
FILE = "/atlas/export.csv"
KEPT = {"list": "/atlas/", "country": "/pays/ml/", "radar": RADAR}
AFTER_A_WRITING = {"list": "/atlas/", "deep page (500)": "/atlas/?page=500", "radar": RADAR}
BUSIEST = {
    "detail": "/atlas/partenariats/{}/ SELECT max(partnership_id) FROM atlas_frenchmember",
    "territory": "/atlas/territoires/{}/ SELECT partner_id FROM atlas_partnership",
    "authority": "/atlas/collectivites/{}/ SELECT coalesce(siren, local_code)"
    " FROM atlas_partnership p JOIN atlas_localauthority a ON a.id = p.lead_id",
}


class Visitor:
    """Somebody who asks for one page after the other by one connection, and a plain SQL beside."""

    def __init__(self, connection, base, url):
        self.connection, self.base, self.url = connection, base, url
        self.asked = 0

    def count(self, sql):
        return self.base.execute(sql).fetchone()[0]

    def ask_anew(self, address):
        """The same, for a page that the site has not kept."""
        self.asked += 1
        return self.ask(f"{address}{'&' if '?' in address else '?'}essai={self.asked}")

    def ask(self, address):
        """(milliseconds that the answer takes, read to its end; its text)."""
        start = time.perf_counter()
        self.connection.request("GET", address, headers=PROXY)
        response = self.connection.getresponse()
        body = response.read()
        taken = (time.perf_counter() - start) * 1000
        assert response.status == 200, address
        return taken, body.decode()

    def write(self):
        """Somebody writes: what was kept is no longer true."""
        self.base.execute("UPDATE atlas_partnership SET notes = '' WHERE id = 1")

    def busiest(self, page):
        address, _, sql = BUSIEST[page].partition(" ")
        if "max(" not in sql:
            sql += " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        return address.format(self.count(sql))


@contextmanager
def visiting(size, static_root):
    """A visitor of a site with so many invented partnerships."""
    port = free_port()
    with copied_database(f"scale_{size}", demonstration_base) as url:
        start = time.perf_counter()
        manage("seed_scale", str(size), DATABASE_URL=url)
        print(f"\nseed_scale {size}: {time.perf_counter() - start:.0f} s")
        with (
            served(port, production(static_root, url, port)),
            closing(http.client.HTTPConnection("127.0.0.1", port)) as connection,
            psycopg.connect(url, autocommit=True) as base,
        ):
            yield Visitor(connection, base, url)


def pages_of(visitor):
    """{name: address} of what is measured ROUNDS times."""
    pages = {name: address for name, (address, _) in LISTS.items()}
    pages |= TEXTS | {"radar": RADAR, "radar of a country": f"{RADAR}?pays=ML"}
    return pages | {"country": "/pays/ml/"} | {page: visitor.busiest(page) for page in BUSIEST}


def check(visitor):
    """Every list and file answers as many rows as a plain count."""
    for address, condition in LISTS.values():
        expected = visitor.count(SHOWN + condition)
        (found,) = re.findall(
            r"class=\"count\">([\d\s]+)\spartenariats?\b", visitor.ask(address)[1]
        )
        assert (expected > 0, int("".join(found.split()))) == (True, expected), address
    lines = visitor.ask(f"{FILE}?pays=ML")[1].splitlines()
    assert len(lines) == 1 + visitor.count(SHOWN + LISTS["country filter"][1])


def measured(visitor):
    """{name: (median in milliseconds, times the constant page)}."""
    pages, times = pages_of(visitor), {}
    for _ in range(ROUNDS):
        times.setdefault("constant", []).append(visitor.ask(CONSTANT)[0])
        for name, address in pages.items():
            times.setdefault(name, []).append(visitor.ask_anew(address)[0])
        for name, address in KEPT.items():
            times.setdefault(f"{name}, kept", []).append(visitor.ask(address)[0])
    for _ in range(WRITINGS + WARM_UP):
        for name, address in AFTER_A_WRITING.items():
            visitor.write()
            written = visitor.ask(address)[0]
            times.setdefault(f"{name}, just after a writing", []).append(written)
        times.setdefault("csv of a country", []).append(visitor.ask(f"{FILE}?pays=ML")[0])
    medians = {name: statistics.median(taken[WARM_UP:]) for name, taken in times.items()}
    medians["csv of all (once)"] = visitor.ask(FILE)[0]
    return {name: (median, median / medians["constant"]) for name, median in medians.items()}


def published(url):
    """(seconds, MiB at most) of a first publication of the open data, by its command."""
    start = time.perf_counter()
    with start_manage("publish_data", DATABASE_URL=url) as process:
        _, status, used = os.wait4(process.pid, 0)
        assert (status, "publiée" in process.stdout.read()) == (0, True)
    return time.perf_counter() - start, used.ru_maxrss / 1024


@pytest.mark.parametrize("sizes", [SIZES])
def test_pages_of_the_atlas_at_two_sizes(static_root, sizes):
    figures = []
    for size in sizes:
        with visiting(size, static_root) as visitor:
            check(visitor)
            figures.append(measured(visitor))
            print("publish_data: {:.1f} s, {:.0f} MiB at most".format(*published(visitor.url)))

    small, big = figures
    print(f"\n{'':42}{sizes[0]:>18}{sizes[1]:>20}   growth")
    for name in small:
        cells = [f"{one[name][0]:9.1f} ms {one[name][1]:6.1f}x" for one in figures]
        growth = big[name][1] / small[name][1]
        print(f"{name:42}{cells[0]:>18} {cells[1]:>18}   x{growth:.1f}")
