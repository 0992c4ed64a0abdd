"""The report of an import as a person reads it: piles with their counts, a page at a time."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator

from correspondents.imports.omissions import OMISSION, buttons
from correspondents.imports.questions import UNKNOWN, written
from correspondents.imports.rows import AMBIGUOUS, REJECTED, shown
from correspondents.records.plurals import agreed

ROWS = 50
FEW = 3  # rejected rows are read one by one
# What differs from row to row in sentences that say the same thing.
VARIABLE = re.compile(r"^Ligne \d+ : |«[^»]*»|\d{2}/\d{2}/\d{4}|\b[A-Z]{1,3}\d+\b|\d+")
ABSENT, MOVED = "absent", "moved"
# The same for all kinds of lists; the other piles have the labels of the outcomes.
LABELS = {MOVED: "la base a changé depuis votre lecture"}


@dataclass(frozen=True)
class Pile:
    name: str
    label: str
    count: int


class Piles:
    """The piles of a batch; `name` is the one on screen, the first that is not empty if unknown.

    `words` is the search of a person among the absent ones.
    """

    def __init__(self, batch, name="", page=1, words=""):
        self.words = words
        self.kind, self.choices = batch.list_kind, batch.choices
        self.report = {"rows": [], "absent": [], **batch.report}
        self.moved = [tuple(key) for key in self.report.get("moved", [])]
        counts = {**batch.totals, ABSENT: len(self.report["absent"]), MOVED: len(self.moved)}
        plurals = {ABSENT: "absents du fichier", **dict(self.kind.outcomes.choices)}
        labels = {name: agreed(words, counts.get(name, 0)) for name, words in plurals.items()}
        labels |= LABELS
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
            return self.kind.absent(self.report["absent"], self.words)
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
            omissions = buttons(row.get("questions", []), self.choices)
            yield {**row, "cells": self.cells(row), "gist": gist, "omissions": omissions}

    def cells(self, row):
        """The changes of the row: (label, value of the base, new value), in the order of columns.

        The database keeps the keys of a document in no order.
        """
        pairs = {**row.get("changes", {}), **row.get("conflicts", {})}
        order = {code: place for place, code in enumerate(self.kind.field_labels)}
        keys = sorted(pairs, key=lambda key: order.get(key.partition(" (")[0], len(order)))
        return [(self.label(key), *map(shown, pairs[key])) for key in keys]

    def label(self, key):
        """The French name of a column, and its person: "phone (Zoé Fictif)"."""
        code, mark, whose = key.partition(" (")
        return f"{self.kind.field_labels.get(code, code)}{mark}{whose}"

    @property
    def questions(self):
        """The questions of the page, each once, with the rows that ask it and its answer.

        Those of omissions are buttons of their rows.
        """
        questions = {}
        for row in self.on_page:
            for question in row.get("questions", []):
                if question["key"].startswith(OMISSION):
                    continue
                answer = self.choices.get(question["key"])
                block = {**question, "rows": [], "answer": answer, "written": written(answer)}
                text = unknown_text(row, answer)
                block["error"] = UNKNOWN.format(text) if text else ""
                block = questions.setdefault(question["key"], block)
                block["rows"].append({"number": row["row"], "beside": self.kind.beside(row)})
        return list(questions.values())

    @property
    def sheet_notes(self):
        """The sentences on what cannot be read of the sheets."""
        sheets = [sheet for sheet in self.report.get("sheets", []) if sheet.get("note")]
        return [f"Feuille « {sheet['name']} » : {sheet['note']}" for sheet in sheets]

    @property
    def common_reason(self):
        """(number of rows, the first one's sentence) when all are rejected for one same reason."""
        rows = [row for row in self.report["rows"] if row["outcome"] == REJECTED]
        reasons = {tuple(VARIABLE.sub("…", text) for text in row["messages"]) for row in rows}
        if len(rows) < FEW or len(reasons) > 1 or not reasons:
            return None
        return len(rows), " ".join(rows[0]["messages"])

    @property
    def to_write(self):
        """The number of rows that write something, the absent ones included."""
        count = sum(pile.count for pile in self.all if pile.name in self.kind.written)
        return count + sum(bool(each["changes"]) for each in self.report["absent"])


def unknown_text(row, answer):
    """What a person wrote in answer to a question that this row still asks; else "".

    A settled row keeps its questions too, for their answers may change.
    """
    return written(answer) if row["outcome"] == AMBIGUOUS else ""
