"""A published table: its fields, as Table Schema describes them, and its rows.

https://specs.frictionlessdata.io/table-schema/ : every name, type and constraint is that of the
standard, so that a stranger's program can check the files without us.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from correspondents.spreadsheets.write import readable

PROFILE = "https://specs.frictionlessdata.io/schemas/table-schema.json"
PARTIAL_DATE = {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}
KEY = {"required": True, "unique": True}


@dataclass(frozen=True)
class Field:
    """A field of a table; `value` reads it from a row, "" or None when it is not known."""

    name: str
    title: str
    description: str
    value: Callable
    type: str = "string"
    constraints: dict = field(default_factory=dict)
    example: object = None
    format: str = ""

    def described(self):
        """The field as its schema tells it."""
        schema = {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "type": self.type,
        }
        rules = {"format": self.format, "constraints": self.constraints}
        schema |= {name: rule for name, rule in rules.items() if rule}
        return schema if self.example is None else {**schema, "example": self.example}

    def read(self, row):
        """The value as JSON holds it, None when nothing is known."""
        value = self.value(row)
        if isinstance(value, str):
            return readable(str(value)) or None
        return value.isoformat() if isinstance(value, (date, datetime)) else value


def describe(name, title, description, value=None, type="string", **rules):
    """A field; `value` is a path of attributes (its name when not given) or reads a row.

    `rules` are its example, its format, and its constraints, as the standard names them.
    """
    example, format = rules.pop("example", None), rules.pop("format", "")
    read = value if callable(value) else attrgetter(value or name)
    return Field(name, title, description, read, type, rules, example, format)


def coded(name, title, description, choices, value=None, **rules):
    """The two fields of a coded value: `choices` are [(code, label)], "" when nothing is known."""
    codes = value if callable(value) else attrgetter(value or name)
    labels = {code: label for code, label in choices if code}
    in_words = f"{title}, en toutes lettres"
    return [
        describe(name, f"{title} (code)", description, codes, enum=list(labels), **rules),
        describe(f"{name}_label", title, in_words, lambda row: labels.get(codes(row), "")),
    ]


def fields_of(column, **rules):
    """The fields of a column of our own lists: a coded value comes with its label, as in JSON."""
    if not column.code:
        return [describe(column.name, column.label, column.description, column.value, **rules)]
    in_words = f"{column.label}, en toutes lettres"
    return [
        describe(column.name, f"{column.label} (code)", column.description, column.code, **rules),
        describe(f"{column.name}_label", column.label, in_words, column.value),
    ]


@dataclass(frozen=True)
class ForeignKey:
    """The field holds a key of another table, "" for the table itself."""

    field: str
    table: str
    key: str

    def described(self):
        return {
            "fields": self.field,
            "reference": {"resource": self.table, "fields": self.key},
        }


@dataclass(frozen=True)
class OpenTable:
    """A published table: `rows` is called to read them, in an order that does not change."""

    name: str
    title: str
    description: str
    key: str
    fields: list[Field]
    rows: Callable[[], Iterable]
    foreign_keys: list[ForeignKey] = field(default_factory=list)

    @property
    def names(self):
        return [each.name for each in self.fields]

    def records(self):
        """The rows as {name: value}, one after the other."""
        for row in self.rows():
            yield {each.name: each.read(row) for each in self.fields}

    def schema(self):
        """The Table Schema, whose title and description are the table's."""
        return {
            "$schema": PROFILE,
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "fields": [each.described() for each in self.fields],
            "primaryKey": self.key,
            "foreignKeys": [each.described() for each in self.foreign_keys],
            "missingValues": [""],
        }
