"""The effects of one act on a table, read in its history, to be taken back."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min, Model, QuerySet
from django.utils import timezone
from django.utils.formats import time_format

from .history import columns


@dataclass
class UndoneTable:
    """The effects of an act on a table: `created` rows by key, changed ones as `before`."""

    model: Any  # a class of models, to which history adds `pgh_event_model`
    created: dict[int, Model] = field(default_factory=dict)
    before: dict[int, Model] = field(default_factory=dict)
    left_alone: list[dict] = field(default_factory=list)

    @classmethod
    def read(cls, model: Any, **act: Any) -> "UndoneTable":
        """Read the events of the act, by these conditions; leave alone the rows edited since."""
        table, events = cls(model), model.pgh_event_model.objects
        changes = events.filter(**act)
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
            table.leave(row, f"{fate} le {moment:%d/%m/%Y} à {time_format(moment)}")
        table.created = {pk: rows[pk] for pk in inserted - edited}
        updated = spans.keys() - inserted - edited
        # The tables were locked: no other event is among the act's.
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

    def restore(self) -> None:
        if self.before:
            self.model.objects.bulk_create(
                self.before.values(),
                update_conflicts=True,
                unique_fields=[self.model._meta.pk.attname],
                update_fields=[column.attname for column in columns(self.model)],
                batch_size=500,
            )


def _latest(events: QuerySet) -> dict[int, Any]:
    """{key of the row: the last of its events}."""
    latest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in latest}
