"""The report of an import as a person reads it: piles with their counts, a page at a time."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator

from correspondents.imports.questions import written
from correspondents.spreadsheets.write import readable

ROWS = 50
ABSENT, MOVED = "absent", "moved"
# The same for all kinds of lists; the other piles have the labels of the outcomes.
LABELS = {MOVED: "la base a changé depuis votre lecture", ABSENT: "absents du fichier"}


@dataclass(frozen=True)
class Pile:
    name: str
    label: str
    count: int


class Piles:
    """The piles of a batch; `name` is the one on screen, the first that is not empty if unknown."""

    def __init__(self, batch, name="", page=1):
        self.kind, self.choices = batch.list_kind, batch.choices
        self.report = {"rows": [], "absent": [], **batch.report}
        self.moved = [tuple(key) for key in self.report.get("moved", [])]
        counts = {**batch.totals, ABSENT: len(self.report["absent"]), MOVED: len(self.moved)}
        labels = LABELS | dict(self.kind.outcomes.choices)
        # The piles that wait for a person come first.
        names = (MOVED, *self.kind.piles)
        self.all = [Pile(each, labels[each], counts.get(each, 0)) for each in names]
        if_any = {MOVED, ABSENT} if batch.options.get("partial") else {MOVED}
        self.all = [pile for pile in self.all if pile.count or pile.name not in if_any]
        piles = {pile.name: pile for pile in self.all}
        first = next((pile for pile in self.all if pile.count), self.all[0])
        self.shown = piles.get(name, first)
        self.page = Paginator(self.rows(), ROWS).get_page(page)

    def rows(self):
        """The rows of the pile, as the report has them."""
        if self.shown.name == ABSENT:
            return self.report["absent"]
        if self.shown.name == MOVED:
            moved = set(self.moved)
            return [row for row in self.report["rows"] if (row["sheet"], row["row"]) in moved]
        return [row for row in self.report["rows"] if row["outcome"] == self.shown.name]

    @cached_property
    def on_page(self):
        """The rows of the page, with names for their codes."""
        return self.kind.shown(list(self.page))

    def lines(self):
        """The rows of the page as they are shown."""
        for row in self.on_page:
            gist = self.kind.gists.get(row.get("outcome"), "rien")
            yield {**row, "cells": self.cells(row), "gist": gist}

    def cells(self, row):
        """The changes of the row, cell by cell: (label, value of the base, new value)."""
        pairs = {**row.get("changes", {}), **row.get("conflicts", {})}
        return [(self.label(key), shown(old), shown(new)) for key, (old, new) in pairs.items()]

    def label(self, key):
        """The French name of a column, and its person: "phone (Zoé Fictif)"."""
        code, mark, whose = key.partition(" (")
        return f"{self.kind.field_labels.get(code, code)}{mark}{whose}"

    @property
    def questions(self):
        """The questions of the page, each once, with the rows that ask it and its answer."""
        questions = {}
        for row in self.on_page:
            for question in row.get("questions", []):
                answer = self.choices.get(question["key"])
                block = {**question, "rows": [], "answer": answer, "written": written(answer)}
                block = questions.setdefault(question["key"], block)
                block["rows"].append({"number": row["row"], "beside": self.kind.beside(row)})
        return list(questions.values())

    @property
    def to_write(self):
        """The number of rows that write something, the absent ones included."""
        count = sum(pile.count for pile in self.all if pile.name in self.kind.written)
        return count + sum(bool(each["changes"]) for each in self.report["absent"])


def shown(value):
    if isinstance(value, dict):
        return " ; ".join(f"{heading} : {text}" for heading, text in value.items())
    return str(readable(value))
