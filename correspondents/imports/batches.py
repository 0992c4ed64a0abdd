"""An import that waits for a person: its file, its plan, its application by number, once."""

import io
from functools import partial

from django.db import transaction
from django.utils import timezone

from correspondents.models import ImportBatch, RememberedHeading
from correspondents.spreadsheets.refusals import RefusedFile

from .apply import apply, keep
from .kinds import list_kind
from .plan import Source, build
from .report import report


class NotWaiting(Exception):
    """The batch is applied, undone or refused; the text is a French sentence."""


@transaction.atomic
def receive(file, name, *, kind=None, by=None, edition=None, options=None):
    """Keep an open binary file and return its batch, to be planned.

    `kind` is a ListKind, that of the list of correspondents when not given.
    """
    kind = kind or list_kind()
    batch = keep(Source.of(file, name), kind=kind, by=by)
    batch.edition_on = edition or timezone.localdate()
    batch.options = (options or kind.options()).to_json()
    batch.state = batch.State.READING
    batch.progress_at = timezone.now()
    batch.save()
    return batch


def plan_batch(batch):
    """Read the file of a saved batch against the base as it is, and keep the plan or the refusal.

    A batch applied meanwhile stays so; one with new decisions of a person is read again.
    """
    decisions = _decisions(batch)
    try:
        plan = _build(batch, partial(_note_progress, batch))
    except RefusedFile as refusal:
        fields = {"state": batch.State.REFUSED, "refusal": str(refusal)}
    else:
        fields = {"state": batch.State.PLANNED, "refusal": "", "totals": plan.totals}
        fields["report"] = report(plan)
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if current.applied_at:
            return current
        if _decisions(current) == decisions:
            ImportBatch.objects.filter(pk=batch.pk).update(progress_at=timezone.now(), **fields)
            batch.refresh_from_db()
            return batch
    return plan_batch(current)


def _decisions(batch):
    """The decisions of a person on the reading of a batch."""
    return batch.mapping, batch.choices, batch.options, batch.edition_on


def _note_progress(batch, percent):
    """Save the progress, for the page of the batch."""
    ImportBatch.objects.filter(pk=batch.pk).update(progress=percent, progress_at=timezone.now())


def _build(batch, progress=None):
    return build(
        io.BytesIO(batch.file.content),
        batch.file_name,
        batch.edition_on,
        kind=batch.list_kind,
        options=batch.list_kind.options.from_json(batch.options),
        mapping=batch.mapping,
        choices=batch.choices,
        progress=progress,
        on_screen=True,
    )


@transaction.atomic
def apply_batch(number, *, by=None):
    """Apply the plan of this number, if it is still the one that a person read.

    Returns (batch, rows that moved): when the base moved since, nothing is written, the plan is
    the new one and its report lists the rows that changed. Raises NotWaiting and PlanRefused.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=number)
    if batch.state not in (batch.State.PLANNED, batch.State.APPLYING):
        raise NotWaiting(
            f"L’import n° {number} est « {batch.get_state_display()} » : il ne peut plus être "
            "appliqué."
        )
    batch.list_kind.lock()
    plan = _build(batch)
    fresh = report(plan)
    moved = moved_rows(batch.report, fresh)
    batch.report, batch.totals = fresh, plan.totals
    if moved:
        batch.report["moved"] = moved
        batch.state = batch.State.PLANNED
        batch.save()
        return batch, moved
    return apply(plan, by=by, batch=batch), []


def moved_rows(read, fresh):
    """[[sheet, row]] of the rows that differ in two reports; ["", 0] for the absent ones."""
    before = {(row["sheet"], row["row"]): row for row in read["rows"]}
    after = {(row["sheet"], row["row"]): row for row in fresh["rows"]}
    moved = [list(key) for key, row in after.items() if before.get(key) != row]
    if read.get("absent") != fresh.get("absent"):
        moved.append(["", 0])
    return moved


def map_columns(batch, mapping, *, remember=False):
    """Save the columns that a person chose; with `remember`, what was changed for later lists."""
    if remember:
        for sheet in batch.report["sheets"]:
            columns = mapping.get(sheet["name"], {}).get("columns", {})
            for letter, place in sheet.get("places", {}).items():
                code = columns.get(letter)
                if code is None or code == sheet["columns"].get(letter, "") or not place[1]:
                    continue
                RememberedHeading.objects.update_or_create(
                    kind=batch.kind,
                    **dict(zip(RememberedHeading.PLACE, place, strict=True)),
                    defaults={"code": code},
                )
    batch.mapping = mapping
    batch.save(update_fields=["mapping"])
