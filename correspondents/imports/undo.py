"""An import is undone: what it wrote goes back to what it was, unless somebody changed it since."""

from dataclasses import dataclass, field

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, ProtectedError, Q
from django.utils import timezone

from correspondents.models import Correspondent, ImportBatch, Post

from .apply import lock, shifting
from .roster import FIRST


def tables_of(batch):
    """The models that such a list writes, in the order in which their rows are deleted."""
    return [apps.get_model(label) for label in settings.IMPORTED_TABLES[batch.kind]]


class NotUndoable(Exception):
    """The batch is not applied, is undone already, or is erased; the text is a French sentence."""


@transaction.atomic
def undo(number, *, by=None):
    """Undo the applied import of this number and return its batch, row by row.

    What the import created is deleted, what it changed is restored to the state before, each
    unless it was edited since: `batch.left_alone` lists those, with the reason. Raises
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
    models, is_people = tables_of(batch), batch.kind == batch.Kind.PEOPLE
    lock() if is_people else lock(models)
    with pghistory.context(undo=batch.pk, user=by and by.pk), shifting():
        tables = [_Table.read(model, batch) for model in models]
        if is_people:
            _keep_apart(tables[0])
        for table in tables:
            table.delete()
        for table in reversed(tables):
            table.restore()
    batch.left_alone = [line for table in tables for line in table.left_alone]
    batch.state, batch.undone_at, batch.undone_by = batch.State.UNDONE, timezone.now(), by
    batch.save(update_fields=["left_alone", "state", "undone_at", "undone_by"])
    return batch


@dataclass
class _Table:
    """What the import did of a table: `created` rows by key, `before` of those it changed."""

    model: type
    created: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    left_alone: list = field(default_factory=list)

    @classmethod
    def read(cls, model, batch):
        """From the events of the import, those edited since left alone."""
        table, events = cls(model), model.pgh_event_model.objects
        mine = events.filter(pgh_context__metadata__import=batch.pk)
        spans = {
            pk: (first, last)
            for pk, first, last in mine.order_by()
            .values("pgh_obj_id")
            .annotate(first=Min("pgh_id"), last=Max("pgh_id"))
            .values_list("pgh_obj_id", "first", "last")
        }
        latest = _latest(events.filter(pgh_obj_id__in=spans))
        inserted = set(
            mine.filter(pgh_label="insert").order_by().values_list("pgh_obj_id", flat=True)
        )
        rows = model.objects.in_bulk(spans)
        edited = {pk for pk, (_, last) in spans.items() if latest[pk].pgh_id > last}
        for pk in edited:
            table.leave(
                rows.get(pk), latest[pk], "modifié depuis" if pk in rows else "supprimé depuis"
            )
        table.created = {pk: rows[pk] for pk in inserted - edited}
        changed = spans.keys() - inserted - edited
        # The tables were locked: nobody's event stands among those of the import.
        start = min((first for first, _ in spans.values()), default=0)
        earlier = events.filter(pgh_obj_id__in=changed, pgh_id__lt=start)
        table.before = {pk: table.as_it_was(event) for pk, event in _latest(earlier).items()}
        return table

    @property
    def names(self):
        """The columns that history keeps, the key apart."""
        kept = {each.name for each in self.model.pgh_event_model._meta.fields}
        return [
            each.attname
            for each in self.model._meta.concrete_fields
            if each.name in kept and not each.primary_key
        ]

    def as_it_was(self, event):
        values = {name: getattr(event, name) for name in self.names}
        return self.model(pk=event.pgh_obj_id, **values)

    def leave(self, row, event, reason):
        """Note that a row is left as it is; `event` is the last of its history."""
        shown = row or self.as_it_was(event)
        self.left_alone.append(
            {
                "table": str(self.model._meta.verbose_name),
                "row": str(shown),
                "id": event.pgh_obj_id,
                "reason": f"{reason} {_moment(event)}",
            }
        )

    def delete(self):
        """Delete what was created, unless something else has come to depend on it."""
        try:
            with transaction.atomic():
                self.model.objects.filter(pk__in=self.created).exclude(self.in_use).delete()
        except ProtectedError:
            for row in self.created.values():
                self.delete_one(row)
            return
        for row in self.model.objects.filter(pk__in=self.created):
            self.depended_on(row)

    @property
    def in_use(self):
        """The condition that a row would take with it what the import did not write."""
        return Q(coverages__isnull=False) if self.model is Post else Q(pk__in=[])

    def delete_one(self, row):
        try:
            with transaction.atomic():
                self.model.objects.exclude(self.in_use).filter(pk=row.pk).delete()
        except ProtectedError:
            pass
        if self.model.objects.filter(pk=row.pk).exists():
            self.depended_on(row)

    def depended_on(self, row):
        self.left_alone.append(
            {
                "table": str(self.model._meta.verbose_name),
                "row": str(row),
                "id": row.pk,
                "reason": "autre chose en dépend désormais",
            }
        )

    def restore(self):
        if self.before:
            self.model.objects.bulk_create(
                self.before.values(),
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=self.names,
                batch_size=500,
            )


def _latest(events):
    """{key of the row: the last of its events}."""
    latest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in latest}


def _moment(event):
    return f"{timezone.localtime(event.pgh_created_at):le %d/%m/%Y à %H:%M}"


def _keep_apart(people):
    """Leave alone whoever, restored, would be a second first correspondent at the same time."""
    first = Correspondent.objects.filter(role=Correspondent.Role.CORRESPONDENT, rank=FIRST)
    posts = {person.post_id for person in people.before.values()}
    there = [p for p in first.filter(post__in=posts) if p.pk not in people.created]
    while clash := _clash(people.before, there):
        restored, other = clash
        del people.before[restored.pk]
        people.left_alone.append(
            {
                "table": str(Correspondent._meta.verbose_name),
                "row": str(restored),
                "id": restored.pk,
                "reason": f"« {other} », modifié depuis, tient désormais cette place",
            }
        )


def _clash(before, there):
    """Somebody to restore and somebody else who stays, in the same place on the same day."""
    stays = [person for person in there if person.pk not in before]
    for restored in before.values():
        is_first = restored.role == Correspondent.Role.CORRESPONDENT and restored.rank == FIRST
        for other in stays if is_first else ():
            if other.post_id == restored.post_id and restored.overlaps(other):
                return restored, other
    return None
