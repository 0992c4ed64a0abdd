"""What must be true of the reference files before they are written."""

import re
from zoneinfo import available_timezones

from scripts.fixtures_tables import LOOKALIKES, WITHOUT_CAPITAL
from scripts.fixtures_text import normalise
from scripts.fixtures_usual_names import NOT_DISPLAYED

ROWS = {"countries": 250, "posts": 172, "coverage": 241}


def facts(rows, columns):
    return [tuple(row[column] for column in columns) for row in rows]


def problems(files, source):
    """Yield a sentence for each thing that is wrong; `source` holds the shared tables."""
    for name, count in ROWS.items():
        if len(files[name]) != count:
            yield f"{name}: {len(files[name])} rows, {count} expected"
    yield from lost_facts(files, source)
    yield from dangling_links(files)
    yield from wrong_aliases(files, source)
    yield from wrong_posts(files)
    yield from wrong_places(files)


def lost_facts(files, source):
    for name, key in [("countries", "iso2"), ("posts", "slug"), ("coverage", "country")]:
        columns = [column for column in source[name][0] if column != "operates_from"]
        ours, theirs = facts(files[name], columns), facts(source[name], columns)
        if sorted(ours) != sorted(theirs):
            yield f"{name}: facts differ from the shared table, by {key}"
    hosts = {row["slug"]: row["operates_from"] for row in source["posts"]}
    for post in files["posts"]:
        host = "Paris" if post["operates_from_paris"] == "1" else post["operates_from"]
        if host != hosts[post["slug"]]:
            yield f"{post['slug']}: works from {hosts[post['slug']]}, not {host}"


def dangling_links(files):
    countries = {row["iso2"]: row for row in files["countries"]}
    zones = {row["name"] for row in files["zones"]}
    slugs = {row["slug"] for row in files["posts"]} | {""}
    yield from (f"{c['iso2']}: unknown zone" for c in countries.values() if c["zone"] not in zones)
    for name, column, allowed in [
        ("posts", "country", countries),
        ("posts", "operates_from", slugs),
        ("posts", "parent", slugs),
        ("coverage", "country", countries),
        ("coverage", "post", slugs - {""}),
        ("country_aliases", "iso2", countries),
        ("country_lookalikes", "iso2", countries),
        ("country_lookalikes", "other", countries),
        ("places", "country", countries),
    ]:
        yield from (
            f"{name}: {r[column]} is unknown" for r in files[name] if r[column] not in allowed
        )
    for country in countries.values():
        if bool(country["capital"]) == (country["iso2"] in WITHOUT_CAPITAL):
            yield f"{country['iso2']}: capital « {country['capital']} »"
    if len(set(map(frozenset, LOOKALIKES))) != len(LOOKALIKES):
        yield "country_lookalikes: a pair stands twice"


def wrong_aliases(files, source):
    shown = {
        (row["iso2"], normalise(row["alias"])): row["shown"] for row in files["country_aliases"]
    }
    own = {(row["iso2"], normalise(row["name"])) for row in files["countries"]}
    unrecognised = {normalise(row["name"]) for row in files["unrecognised_entities"]}
    if len(shown) != len(files["country_aliases"]):
        yield "country_aliases: a name stands twice for one country"
    for row in source["country_aliases"]:
        key = row["iso2"], normalise(row["alias"])
        hidden = shown.get(key) == "0" and row["alias"] in NOT_DISPLAYED
        if key not in own and not hidden and shown.get(key) != row["shown"]:
            yield f"country_aliases: {row['iso2']} {row['alias']} is lost, or shown otherwise"
    for iso2, name in shown:
        if name in unrecognised or (iso2, name) in own or len(name) < 3:
            yield f"country_aliases: {iso2} {name}"
    for row in source["unrecognised_entities"]:
        if normalise(row["name"]) not in unrecognised:
            yield f"unrecognised_entities: {row['name']} is lost"


def wrong_posts(files):
    zones = available_timezones()
    for post in files["posts"]:
        if post["timezone"] not in zones:
            yield f"{post['slug']}: time zone {post['timezone']}"
        if (post["kind"] == "antenna") != bool(post["parent"]):
            yield f"{post['slug']}: parent {post['parent']}"


def wrong_places(files):
    capitals = {row["iso2"] for row in files["countries"] if row["capital"]}
    flagged = [row["country"] for row in files["places"] if row["is_capital"] == "1"]
    if sorted(flagged) != sorted(capitals):
        yield f"places: capitals missing or twice: {sorted(set(flagged) ^ capitals)}"
    for place in files["places"]:
        names = [place["name"], *filter(None, place["names"].split("|"))]
        if any(re.search("jerusalem", normalise(name)) for name in names):
            yield f"places: {place['name']} stands for Jerusalem"
        if len({normalise(name) for name in names}) != len(names):
            yield f"places: {place['name']} bears a name twice"
        if place["country"] != "UA" and is_in_crimea(place):
            yield f"places: {place['name']} is in Ukraine"


def is_in_crimea(place):
    return 44.3 < place["latitude"] < 46.2 and 32.4 < place["longitude"] < 36.65
