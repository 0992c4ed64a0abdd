"""The kinds of lists that the engine of imports reads, and the description of each.

The engine (guard, read, lay out, plan, look, apply, undo, rejects) knows no table and no column.
`settings.IMPORTED_LISTS` names each kind, under the code that its batches keep.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import Model, Q, TextChoices
from django.utils.module_loading import import_string

from correspondents.records.plurals import agreed

from .options import ListOptions
from .rows import IGNORED
from .sheet import Listing
from .vocabulary import Vocabulary

if TYPE_CHECKING:  # they import this module
    from correspondents.models import ImportBatch
    from correspondents.records.reversal import UndoneTable

    from .plan import ImportPlan, Source

    Undone = dict[type[Model], UndoneTable]

Account = Any  # a row of get_user_model(), or None: this floor knows no more of it
PEOPLE = "people"  # the default kind of a batch


def list_kind(code: str = PEOPLE) -> "ListKind":
    """The ListKind of this code; KeyError when the settings name none."""
    return import_string(settings.IMPORTED_LISTS[code])()


def list_kinds() -> list["ListKind"]:
    """The kinds of the settings, in their order."""
    return [list_kind(code) for code in settings.IMPORTED_LISTS]


class ListKind:
    """A kind of list. A subclass has no state, and gives the values without a default here.

    Reading
        `code` is its key in the settings, `label` the French name of the list, `vocabulary` a
        `vocabulary.Vocabulary`, `options` a subclass of `options.ListOptions`; `clearable`, the
        codes of columns whose empty cells may erase, when a person chooses so.
    Piles
        `outcomes`, TextChoices of the piles, `rows.AMBIGUOUS` and `rows.REJECTED` among them;
        `piles`, their values in the order of the screen, "absent" for the rows of the base that
        the file does not name; `written`, the ones that write; `gists`, {value: its effect} when
        no cell shows it; `field_labels`, {key of "changes": French name}.
    Screen
        `row_headings` and `row_template` show the things that a row names (its `<td>`s),
        `absent_template` the table of a pile "absent", `notes_template` the text above the piles;
        `day_note` gives the effect of the day of the list, `caution` a limit of applying.
    Writing
        `tables`, the models that it writes, all with history, in the order in which undoing
        deletes; `locked`, the same in the order in which forms lock them; `deferred`, the
        constraints checked once all is written; `depended_upon`, {model: why its row stays} of
        the models whose new rows others may need by now.
    """

    code = label = ""
    vocabulary: Vocabulary
    outcomes: type[TextChoices]
    options = ListOptions
    clearable: frozenset[str] = frozenset()
    piles: Sequence[str] = ()
    written: Sequence[str] = ()
    tables: Sequence[type[Model]] = ()
    locked: Sequence[type[Model]] = ()
    deferred: Sequence[str] = ()
    gists: dict[str, str] = {}
    field_labels: dict[str, str] = {}
    depended_upon: dict[type[Model], str] = {}
    row_headings: Sequence[str] = ()
    row_template = absent_template = notes_template = ""
    day_note = caution = ""

    def plan(
        self,
        source: "Source",
        edition: date,
        listings: list[Listing],
        options: ListOptions,
        choices: dict[str, str],
        progress: Callable[[int], None],
    ) -> "ImportPlan":
        """The `plan.ImportPlan` of these listings, read against the base, in few queries."""
        raise NotImplementedError

    def report(self, plan: "ImportPlan") -> dict:
        """{"rows": [`Row.document`, …]} of a plan, and the rest of its page.

        "absent", if it is there, lists the rows of the base that no row names, with "changes".
        """
        raise NotImplementedError

    def write(self, plan: "ImportPlan") -> None:
        """Write the plan, in the transaction and the history of its batch."""
        raise NotImplementedError

    def shown(self, rows: list[dict]) -> list[dict]:
        """The rows of a page of the report, with names for their codes, in few queries."""
        return rows

    def absent(self, rows: list[dict], words: str) -> list[dict]:
        """The "absent" rows of a report in the order of the screen, those that have the words."""
        return rows

    def summary(self, plan: "ImportPlan") -> list[str]:
        """The plan in French lines: the piles, then the sentences that a person must read."""
        return [*self.counts(plan), *self.skipped(plan), *self.sentences(plan)]

    def counts(self, plan: "ImportPlan") -> list[str]:
        counts = [(plan.totals[outcome.value], outcome.label) for outcome in self.outcomes]
        return [f"{count} {agreed(label, count)}" for count, label in counts]

    def skipped(self, plan: "ImportPlan") -> list[str]:
        """The sheets left aside, and what cannot be read of the others."""
        sentences = [(listing.name, listing.skipped or listing.note) for listing in plan.listings]
        return [f"Feuille « {name} » : {sentence}" for name, sentence in sentences if sentence]

    def sentences(self, plan: "ImportPlan") -> list[str]:
        """The sentences of the rows, each once in a row, without the ignored rows."""
        rows = [row for row in plan.rows if row.outcome != IGNORED]
        return [sentence for row in rows for sentence in dict.fromkeys(row.messages)]

    def lock(self) -> None:
        """Keep others from writing the tables until the end of the transaction.

        Nothing moves between the plan and its application: it writes the plan that a person read.
        """
        tables = ", ".join(model._meta.db_table for model in self.locked or self.tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")

    @contextmanager
    def shifting(self) -> Iterator[None]:
        """Check the deferred constraints at the end: a chain of rows may move at once."""
        self._check("DEFERRED")
        yield
        self._check("IMMEDIATE")

    def _check(self, when: str) -> None:
        if self.deferred:
            with connection.cursor() as cursor:
                cursor.execute(f"SET CONSTRAINTS {', '.join(self.deferred)} {when}")

    def keep_apart(self, undone: "Undone", batch: "ImportBatch") -> None:
        """Leave alone the rows that undoing would make contradict the rest.

        For the other rows, put back the values that no history holds, before any deletion.
        """

    def after_undoing(self, undone: "Undone", batch: "ImportBatch", by: Account) -> None:
        """Record the state of the tables once they are as before, where the kind keeps it."""

    def in_use(self, model: type[Model]) -> Q:
        """The condition that other rows need a row of a table of `depended_upon`.

        Otherwise its deletion would delete rows that the import did not write. A foreign key that
        protects the row needs no condition.
        """
        return Q(pk__in=[])

    def beside(self, row: dict) -> str:
        """The text that tells a `shown` row from the others with the same question."""
        return ""
