"""What the tests of the open data share: publishing, and reading the files as a re-user does."""

import csv
import io
import json

from frictionless import Package

from config.pages.data import SCHEMA_VERSION, TABLES
from correspondents.opendata.editions import publish

EXTENSIONS = ["csv", "json", "schema.json"]
FILES = [f"{table.name}.{extension}" for table in TABLES for extension in EXTENSIONS]
FILES += ["datapackage.json", "catalogue.jsonld"]


def publish_all():
    return publish(TABLES, version=SCHEMA_VERSION)


def body(client, file, base="/donnees/"):
    response = client.get(f"{base}{file}")
    assert response.status_code == 200, file
    return b"".join(response) if response.streaming else response.content


def csv_rows(client, name, base="/donnees/"):
    text = body(client, f"{name}.csv", base).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def json_rows(client, name, base="/donnees/"):
    return json.loads(body(client, f"{name}.json", base))["rows"]


def everything(client, base="/donnees/"):
    """The text of every file of an edition."""
    return "\n".join(body(client, file, base).decode() for file in FILES)


def judged(client, folder, base="/donnees/"):
    """The report of frictionless on an edition, downloaded as it is."""
    for file in FILES:
        (folder / file).write_bytes(body(client, file, base))
    return Package(str(folder / "datapackage.json")).validate()
