"""Undo an import: its rows take their earlier values back, unless a person changed them since."""

import pghistory
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from correspondents.models import ImportBatch
from correspondents.records.reversal import UndoneTable

from .kinds import Account, ListKind


class NotUndoable(Exception):
    """The batch is not applied, is undone already, or is erased; the text is a French sentence."""


@transaction.atomic
def undo(number: int, *, by: Account = None) -> ImportBatch:
    """Undo the applied import of this number and return its batch, row by row.

    Rows that the import created are deleted, rows that it changed take their earlier values
    back, except the ones edited since: `batch.left_alone` lists them, with the reason. Raises
    NotUndoable.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=number)
    if not batch.is_applied:
        raise NotUndoable(
            f"L’import n° {number} est « {batch.get_state_display()} » : seul un import appliqué "
            "s’annule, une fois."
        )
    if batch.is_erased:
        raise NotUndoable(
            f"Le contenu de l’import n° {number} a été effacé : il ne s’annule plus. Corrigez les "
            "fiches à la main."
        )
    kind = batch.list_kind
    kind.lock()
    with pghistory.context(undo=batch.pk, user=by and by.pk), kind.shifting():
        tables = [
            UndoneTable.read(model, pgh_context__metadata__import=batch.pk) for model in kind.tables
        ]
        undone = {table.model: table for table in tables}
        kind.keep_apart(undone, batch)
        for table in tables:
            delete(table, kind)
        for table in reversed(tables):
            table.restore()
        kind.after_undoing(undone, batch, by)
    batch.left_alone = [line for table in tables for line in table.left_alone]
    batch.state, batch.undone_at, batch.undone_by = batch.State.UNDONE, timezone.now(), by
    batch.save(update_fields=["left_alone", "state", "undone_at", "undone_by"])
    return batch


def delete(table: UndoneTable, kind: ListKind) -> None:
    """Delete the created rows, unless other rows depend on them by now."""
    created = table.model.objects.filter(pk__in=table.created)
    if table.model not in kind.depended_upon:
        created.delete()
        return
    alone = created.exclude(kind.in_use(table.model))
    if not _deleted(alone):
        for row in list(alone):
            _deleted(alone.filter(pk=row.pk))
    for row in created.all():
        table.leave(row, kind.depended_upon[table.model])


def _deleted(rows: QuerySet) -> bool:
    """Delete rows; return whether no protected row prevented it."""
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        return False
    return True
