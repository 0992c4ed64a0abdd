"""The reference files of the network: the model that each fills, and what its columns become."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.dateparse import parse_date

from correspondents.models import (
    Country,
    CountryAlias,
    Coverage,
    FrenchContact,
    FrenchRegion,
    Guide,
    GuideSection,
    Post,
    UnrecognisedEntity,
    Zone,
)


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
