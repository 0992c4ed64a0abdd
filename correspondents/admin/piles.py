"""The report of an import as a person reads it: piles with their counts, a page at a time."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from correspondents.imports.columns import CHOICES
from correspondents.imports.drafts import Outcome
from correspondents.models import Correspondent, Country, Post

ROWS = 50
ABSENT, MOVED = "absent", "moved"
LABELS = {
    MOVED: "la base a changé depuis votre lecture",
    **{outcome.value: outcome.label for outcome in Outcome},
    ABSENT: "absents du fichier",
}
# What asks for a person comes first.
ORDER = [
    *(MOVED, "ambiguous", "rejected", "replacement", "new", "vacant", "modified", ABSENT),
    *("ignored", "identical"),
]
FIELDS = {**CHOICES, "ended_on": "Dernier jour en fonction", "other_data": "Autres données"}
FIELDS["to_confirm_since"] = "À confirmer depuis le"


GISTS = {
    "new": "entrée créée",
    "replacement": "entrée créée, la précédente se termine",
    "vacant": "place dite vacante",
}
ROLES = dict(Correspondent.Role.choices)


@dataclass(frozen=True)
class Pile:
    name: str
    label: str
    count: int


class Piles:
    """The piles of a batch; `name` is the one on screen, the first that is not empty if unknown."""

    def __init__(self, batch, name="", page=1):
        self.report = {"rows": [], "absent": [], **batch.report}
        self.moved = [tuple(key) for key in self.report.get("moved", [])]
        counts = {**batch.totals, ABSENT: len(self.report["absent"]), MOVED: len(self.moved)}
        self.all = [Pile(each, LABELS[each], counts.get(each, 0)) for each in ORDER]
        if_any = {MOVED, ABSENT} if batch.options.get("partial") else {MOVED}
        self.all = [pile for pile in self.all if pile.count or pile.name not in if_any]
        known = {pile.name: pile for pile in self.all}
        first = next((pile for pile in self.all if pile.count), self.all[0])
        self.shown = known.get(name, first)
        self.page = Paginator(self.rows(), ROWS).get_page(page)

    def rows(self):
        """The rows of the pile, as the report has them."""
        if self.shown.name == ABSENT:
            return self.report["absent"]
        if self.shown.name == MOVED:
            moved = set(self.moved)
            return [row for row in self.report["rows"] if (row["sheet"], row["row"]) in moved]
        return [row for row in self.report["rows"] if row["outcome"] == self.shown.name]

    def lines(self):
        """The rows of the page, with names for their codes: two queries."""
        rows = list(self.page)
        countries = Country.objects.in_bulk({row.get("country") for row in rows} - {None})
        posts = Post.objects.in_bulk({row["post"] for row in rows} - {None}, field_name="slug")
        for row in rows:
            yield {
                **row,
                "country_name": countries.get(row.get("country"), ""),
                "post_name": posts.get(row["post"], row["post"] or ""),
                "role_name": ROLES.get(row.get("role"), ""),
                "cells": cells(row),
                "gist": GISTS.get(row.get("outcome"), "rien"),
            }

    @property
    def questions(self):
        """The questions of the page, each once, with the numbers of its rows and the choices."""
        found = {}
        for row in self.page:
            for question in row.get("questions", []):
                found.setdefault(question["key"], {**question, "rows": []})["rows"].append(
                    row["row"]
                )
        return list(found.values())

    @property
    def to_write(self):
        """The number of rows that write something, absent people included."""
        written = ("new", "modified", "replacement", "vacant")
        count = sum(pile.count for pile in self.all if pile.name in written)
        return count + sum(bool(each["changes"]) for each in self.report["absent"])


def cells(row):
    """What the row changes, cell by cell: (label, what the base has, what comes)."""
    pairs = {**row.get("changes", {}), **row.get("conflicts", {})}
    return [(label(key), shown(old), shown(new)) for key, (old, new) in pairs.items()]


def label(key):
    """The French name of a column, and whose it is: "phone (Zoé Fictif)"."""
    code, mark, whose = key.partition(" (")
    return f"{FIELDS.get(code, code)}{mark}{whose}"


def shown(value):
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return " ; ".join(f"{heading} : {text}" for heading, text in value.items())
    return "" if value is None else str(value)
