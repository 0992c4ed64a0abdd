"""Apply a plan: write what it shows and nothing else, in one transaction."""

from collections import defaultdict
from collections.abc import Iterable

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from correspondents.models import ImportBatch, ImportFile
from correspondents.records.refusals import refusal_of

from .kinds import Account, ListKind
from .plan import ImportPlan, Source
from .report import report

UNSAID = "une ligne contredit ce que la base contient déjà."


class PlanRefused(Exception):
    """The database refused the plan, and nothing was written; the text is a French sentence."""


@transaction.atomic
def apply(plan: ImportPlan, *, by: Account = None, batch: ImportBatch | None = None) -> ImportBatch:
    """Write the plan and return its batch; every change carries the batch's number in history.

    `batch` is the one in which the plan waited, with its report; without it, one is made. Raises
    PlanRefused, and then nothing is written.
    """
    if batch is None:
        batch = keep(plan.source, kind=plan.kind, by=by)
        batch.edition_on, batch.options = plan.edition, plan.options.to_json()
        batch.totals, batch.report = plan.totals, report(plan)
    batch.state, batch.applied_at, batch.applied_by = batch.State.APPLIED, timezone.now(), by
    batch.save()
    plan.by = by
    try:
        context = pghistory.context(**{"import": batch.pk}, user=by and by.pk)
        with transaction.atomic(), context, plan.kind.shifting():
            plan.kind.write(plan)
    except IntegrityError as error:
        raise PlanRefused(
            "La base refuse ce que dit le fichier, et rien n’a été écrit : "
            f"{refusal_of(error, UNSAID)} Corrigez le fichier, puis recommencez."
        ) from error
    return batch


def keep(source: Source, *, kind: ListKind, by: Account = None) -> ImportBatch:
    """A batch that waits, with the file as it came."""
    batch = ImportBatch.objects.create(
        kind=kind.code,
        file_name=source.name[:255],
        sha256=source.sha256,
        size=source.size,
        created_by=by,
    )
    ImportFile.objects.create(batch=batch, content=source.content)
    return batch


def update_rows(model: type[Model], planned: Iterable[tuple[Model, dict]]) -> None:
    """Write [(row, {field: value})], in one query for the rows that change the same fields."""
    groups: dict[tuple, list[Model]] = defaultdict(list)
    for row, values in planned:
        for name, value in values.items():
            setattr(row, name, value)
        groups[tuple(sorted(values))].append(row)
    for names, rows in groups.items():
        model._default_manager.bulk_update(rows, names, batch_size=500)
