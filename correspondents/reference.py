"""The reference files: loaded once, brought up to date ever after, never over the staff's edits.

Each row is compared three ways: what the file says now, what it said when it was last loaded
(`ReferenceRow`), what the base holds. Only what the file changed, and nobody else, is written.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_date

from .models import (
    Country,
    CountryAlias,
    Coverage,
    FrenchContact,
    FrenchRegion,
    Guide,
    GuideSection,
    Post,
    ReferenceRow,
    UnrecognisedEntity,
    Zone,
)

FOLDER = settings.BASE_DIR / "fixtures" / "reference"


def number(text):
    return float(text) if text else None


def yes(text):
    return text == "1"


@dataclass(frozen=True)
class Link:
    """A column that names a row of another table by its key."""

    table: str

    def __call__(self, text, loaded):
        return loaded[self.table][text] if text else None


@dataclass(frozen=True)
class Table:
    """A file, the model that it fills, and how each column becomes an attribute.

    `columns` maps a heading of the file to (attribute, parser); `key` names the columns
    that identify a row; `after` names a column whose rows must wait for the others.
    """

    name: str
    model: type
    key: tuple
    columns: dict
    after: tuple = field(default=())

    def rows(self, folder):
        """The rows of the file as {key: {heading: text}}, in its order."""
        with (Path(folder) / f"{self.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [
                {column: row[column] for column in self.columns} for row in csv.DictReader(file)
            ]
        return {"|".join(row[column] for column in self.key): row for row in rows}

    def is_ready(self, row, keys):
        """Whether the rows that this one depends on are loaded."""
        return all(not row[column] or row[column] in keys for column in self.after)

    def attributes(self, row, loaded):
        """The model's attributes, as {attname: value}, for the texts of a row."""
        values = {}
        for heading, text in row.items():
            attribute, parse = self.columns[heading]
            values[attribute] = parse(text, loaded) if isinstance(parse, Link) else parse(text)
        return values


TABLES = [
    Table(
        "zones",
        Zone,
        ("name",),
        {
            "name": ("name", str),
            "code": ("code", str),
            "desk": ("desk", str),
            "mailbox": ("mailbox", str),
        },
    ),
    Table(
        "countries",
        Country,
        ("iso2",),
        {
            **{
                name: (name, str)
                for name in [
                    "iso2",
                    "iso3",
                    "iso_numeric",
                    "name",
                    "name_with_article",
                    "locative",
                    "genitive",
                    "name_en",
                    "capital",
                ]
            },
            "zone": ("zone_id", Link("zones")),
            "latitude": ("latitude", number),
            "longitude": ("longitude", number),
            "is_french": ("is_french", yes),
        },
    ),
    Table(
        "country_aliases",
        CountryAlias,
        ("iso2", "alias"),
        {
            "iso2": ("country_id", Link("countries")),
            "alias": ("name", str),
            "kind": ("kind", str),
            "language": ("language", str),
            "shown": ("shown", yes),
        },
    ),
    Table(
        "country_lookalikes",
        Country.look_alikes.through,
        ("iso2", "other"),
        {
            "iso2": ("from_country_id", Link("countries")),
            "other": ("to_country_id", Link("countries")),
        },
    ),
    Table("unrecognised_entities", UnrecognisedEntity, ("name",), {"name": ("name", str)}),
    Table(
        "posts",
        Post,
        ("slug",),
        {
            **{
                name: (name, str)
                for name in [
                    "slug",
                    "kind",
                    "name",
                    "city",
                    "city_en",
                    "website",
                    "timezone",
                    "status",
                ]
            },
            "country": ("country_id", Link("countries")),
            "latitude": ("latitude", number),
            "longitude": ("longitude", number),
            "status_since": ("status_since", lambda text: parse_date(text) if text else None),
            "status_note": ("status_note", str),
            "operates_from": ("operates_from_id", Link("posts")),
            "operates_from_paris": ("operates_from_paris", yes),
            "country_is_shown": ("country_is_shown", yes),
            "parent": ("parent_id", Link("posts")),
        },
        after=("operates_from", "parent"),
    ),
    Table(
        "coverage",
        Coverage,
        ("country", "post", "scope"),
        {
            "country": ("country_id", Link("countries")),
            "post": ("post_id", Link("posts")),
            "relation": ("relation", str),
            "rank": ("rank", int),
            "scope": ("scope", str),
            "note": ("note", str),
            "as_of": ("as_of", str),
        },
    ),
    Table(
        "french_regions",
        FrenchRegion,
        ("code",),
        {
            "code": ("code", str),
            "name": ("name", str),
            "country": ("country_id", Link("countries")),
        },
    ),
    Table(
        "french_contacts",
        FrenchContact,
        ("region", "kind", "name"),
        {
            **{name: (name, str) for name in ["kind", "name", "mailbox", "phone", "website"]},
            "region": ("region_id", Link("french_regions")),
            "is_public": ("is_public", yes),
        },
    ),
    Table("guides", Guide, ("slug",), {"slug": ("slug", str), "title": ("title", str)}),
    Table(
        "guide_sections",
        GuideSection,
        ("guide", "title"),
        {
            "guide": ("guide_id", Link("guides")),
            "title": ("title", str),
            "body": ("body", str),
            "rank": ("rank", int),
        },
    ),
]


class ReferenceLoader:
    """Brings the base up to date with the files of a folder; `changes` counts rows written."""

    def __init__(self, folder=FOLDER, tables=TABLES):
        self.folder, self.tables = folder, tables
        self.loaded = {}
        self.changes = 0

    @transaction.atomic
    def load(self):
        for table in self.tables:
            self.load_table(table)
        return self.changes

    def load_table(self, table):
        known = {row.key: row for row in ReferenceRow.objects.filter(table=table.name)}
        keys = self.loaded[table.name] = {
            key: table.model._meta.pk.to_python(row.object_pk) for key, row in known.items()
        }
        rows = table.rows(self.folder)
        changed = {
            key: row for key, row in rows.items() if key in known and known[key].values != row
        }
        self.update(table, changed, known)
        new = [(key, row) for key, row in rows.items() if key not in keys]
        while new:  # those that depend on others of the table come after them
            ready = [(key, row) for key, row in new if table.is_ready(row, keys)]
            if not ready:
                raise ValueError(f"{table.name} : {new[0][0]} dépend d’une ligne qui manque.")
            self.create(table, ready)
            new = [item for item in new if item[0] not in keys]

    def update(self, table, changed, known):
        """Write the cells that the file changed, save those that staff changed too."""
        objects = table.model._default_manager.in_bulk(
            [self.loaded[table.name][k] for k in changed]
        )
        for key, row in changed.items():
            reference = known[key]
            if target := objects.get(self.loaded[table.name][key]):
                then = table.attributes(reference.values, self.loaded)
                now = table.attributes(row, self.loaded)
                for attribute, value in now.items():
                    if getattr(target, attribute) == then.get(attribute, value):
                        setattr(target, attribute, value)
                target.save()
                self.changes += 1
            reference.values = row
            reference.save()

    def create(self, table, items):
        """Insert the rows that no earlier load knew, unless the staff made the same by hand."""
        if not items:
            return
        wanted = {key: table.model(**table.attributes(row, self.loaded)) for key, row in items}
        mine = self.made_by_hand(table, wanted)
        fresh = {key: target for key, target in wanted.items() if key not in mine}
        table.model._default_manager.bulk_create(fresh.values())
        self.changes += len(fresh)
        self.loaded[table.name].update({key: made.pk for key, made in (fresh | mine).items()})
        ReferenceRow.objects.bulk_create(
            ReferenceRow(
                table=table.name, key=key, object_pk=self.loaded[table.name][key], values=row
            )
            for key, row in items
        )

    def made_by_hand(self, table, wanted):
        """The objects of the base that already bear the key of a new row, by key."""
        attributes = [table.columns[column][0] for column in table.key]

        def identity(target):
            return tuple(getattr(target, attribute) for attribute in attributes)

        existing = {identity(target): target for target in table.model._default_manager.all()}
        return {
            key: existing[identity(target)]
            for key, target in wanted.items()
            if identity(target) in existing
        }
