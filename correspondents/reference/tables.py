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
    SearchWord,
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
class ReferenceTable:
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


def columns(texts, *, numbers="", flags="", **links):
    """The columns of a file, by their headings: most fill the attribute of the same name.

    `links` gives the table whose rows a column names: it fills the attribute of their key.
    """
    return {
        **{name: (name, str) for name in texts.split()},
        **{name: (name, number) for name in numbers.split()},
        **{name: (name, yes) for name in flags.split()},
        **{name: (f"{name}_id", Link(table)) for name, table in links.items()},
    }


TABLES = [
    ReferenceTable("zones", Zone, ("name",), columns("name code desk mailbox")),
    ReferenceTable(
        "countries",
        Country,
        ("iso2",),
        columns(
            "iso2 iso3 iso_numeric name name_with_article locative genitive name_en capital",
            numbers="latitude longitude",
            flags="is_french",
            zone="zones",
        ),
    ),
    ReferenceTable(
        "country_aliases",
        CountryAlias,
        ("iso2", "alias"),
        {
            "iso2": ("country_id", Link("countries")),
            "alias": ("name", str),
            **columns("kind language", flags="shown"),
        },
    ),
    ReferenceTable(
        "country_lookalikes",
        Country.look_alikes.through,
        ("iso2", "other"),
        {
            "iso2": ("from_country_id", Link("countries")),
            "other": ("to_country_id", Link("countries")),
        },
    ),
    ReferenceTable("unrecognised_entities", UnrecognisedEntity, ("name",), columns("name")),
    ReferenceTable("search_words", SearchWord, ("name",), columns("name label address")),
    ReferenceTable(
        "posts",
        Post,
        ("slug",),
        {
            **columns(
                "slug kind name city city_en website timezone status status_note",
                numbers="latitude longitude",
                flags="operates_from_paris country_is_shown",
                country="countries",
                operates_from="posts",
                parent="posts",
            ),
            "status_since": ("status_since", lambda text: parse_date(text) if text else None),
        },
        after=("operates_from", "parent"),
    ),
    ReferenceTable(
        "coverage",
        Coverage,
        ("country", "post", "scope"),
        {
            **columns("relation scope note as_of", country="countries", post="posts"),
            "rank": ("rank", int),
        },
    ),
    ReferenceTable(
        "french_regions", FrenchRegion, ("code",), columns("code name", country="countries")
    ),
    ReferenceTable(
        "french_contacts",
        FrenchContact,
        ("region", "kind", "name"),
        columns("kind name mailbox phone website", flags="is_public", region="french_regions"),
    ),
    ReferenceTable("guides", Guide, ("slug",), columns("slug title")),
    ReferenceTable(
        "guide_sections",
        GuideSection,
        ("guide", "title"),
        {**columns("title body", guide="guides"), "rank": ("rank", int)},
    ),
]
