"""Undo an import: its rows take their earlier values back, unless a person changed them since."""

from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Max, Min, Model, ProtectedError, QuerySet
from django.utils import timezone

from correspondents.models import ImportBatch
from correspondents.records.history import columns

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
        tables = [UndoneTable.read(model, batch) for model in kind.tables]
        undone = {table.model: table for table in tables}
        kind.keep_apart(undone, batch)
        for table in tables:
            table.delete(kind)
        for table in reversed(tables):
            table.restore()
        kind.after_undoing(undone, batch, by)
    batch.left_alone = [line for table in tables for line in table.left_alone]
    batch.state, batch.undone_at, batch.undone_by = batch.State.UNDONE, timezone.now(), by
    batch.save(update_fields=["left_alone", "state", "undone_at", "undone_by"])
    return batch


@dataclass
class UndoneTable:
    """The effects of the import on a table: `created` rows by key, changed ones as `before`."""

    model: Any  # a class of models, to which history adds `pgh_event_model`
    created: dict[int, Model] = field(default_factory=dict)
    before: dict[int, Model] = field(default_factory=dict)
    left_alone: list[dict] = field(default_factory=list)

    @classmethod
    def read(cls, model: Any, batch: ImportBatch) -> "UndoneTable":
        """Read the events of the import; leave alone the rows edited since."""
        table, events = cls(model), model.pgh_event_model.objects
        changes = events.filter(pgh_context__metadata__import=batch.pk)
        spans = {
            pk: (first, last)
            for pk, first, last in changes.order_by()
            .values("pgh_obj_id")
            .annotate(first=Min("pgh_id"), last=Max("pgh_id"))
            .values_list("pgh_obj_id", "first", "last")
        }
        latest = _latest(events.filter(pgh_obj_id__in=spans))
        inserted = set(
            changes.filter(pgh_label="insert").order_by().values_list("pgh_obj_id", flat=True)
        )
        rows = model.objects.in_bulk(spans)
        edited = {pk for pk, (_, last) in spans.items() if latest[pk].pgh_id > last}
        for pk in edited:
            fate = "modifié depuis" if pk in rows else "supprimé depuis"
            row = rows.get(pk) or table.as_it_was(latest[pk])
            moment = timezone.localtime(latest[pk].pgh_created_at)
            table.leave(row, f"{fate} {moment:le %d/%m/%Y à %H:%M}")
        table.created = {pk: rows[pk] for pk in inserted - edited}
        updated = spans.keys() - inserted - edited
        # The tables were locked: no other event is among the import's.
        start = min((first for first, _ in spans.values()), default=0)
        earlier = events.filter(pgh_obj_id__in=updated, pgh_id__lt=start)
        table.before = {pk: table.as_it_was(event) for pk, event in _latest(earlier).items()}
        return table

    def as_it_was(self, event: Any) -> Model:
        values = {column.attname: getattr(event, column.attname) for column in columns(self.model)}
        return self.model(pk=event.pgh_obj_id, **values)

    def leave(self, row: Model, reason: str) -> None:
        """Note that a row is left as it is, and why."""
        table = str(self.model._meta.verbose_name)
        self.left_alone.append(
            {"table": table, "row": str(row), "id": row.pk, "reason": reason},
        )

    def delete(self, kind: ListKind) -> None:
        """Delete the created rows, unless other rows depend on them by now."""
        created = self.model.objects.filter(pk__in=self.created)
        if self.model not in kind.depended_upon:
            created.delete()
            return
        alone = created.exclude(kind.in_use(self.model))
        if not _deleted(alone):
            for row in list(alone):
                _deleted(alone.filter(pk=row.pk))
        for row in created.all():
            self.leave(row, kind.depended_upon[self.model])

    def restore(self) -> None:
        if self.before:
            self.model.objects.bulk_create(
                self.before.values(),
                update_conflicts=True,
                unique_fields=[self.model._meta.pk.attname],
                update_fields=[column.attname for column in columns(self.model)],
                batch_size=500,
            )


def _deleted(rows: QuerySet) -> bool:
    """Delete rows; return whether no protected row prevented it."""
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        return False
    return True


def _latest(events: QuerySet) -> dict[int, Any]:
    """{key of the row: the last of its events}."""
    latest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in latest}
