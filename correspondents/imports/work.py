"""Read and write a list: in the request when it is small, in a process of its own otherwise."""

import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from correspondents.models import ImportBatch

from .apply import PlanRefused
from .batches import NotWaiting, apply_batch, plan_batch

PLAN, APPLY = "plan", "apply"
# Reading saves its progress; writing is one transaction, which saves nothing until its end.
STALLED_AFTER = {"reading": timedelta(minutes=2), "applying": timedelta(minutes=10)}


def start(batch, task, *, by=None):
    """Do a task (PLAN or APPLY) now, or have it done by `manage.py run_import`."""
    if batch.size <= settings.IMPORT_INLINE_BYTES:
        return run(batch, task, by=by)
    state = batch.State.READING if task == PLAN else batch.State.APPLYING
    waiting = ImportBatch.objects.filter(pk=batch.pk, applied_at__isnull=True)
    is_taken = waiting.update(state=state, progress=0, progress_at=timezone.now())
    batch.refresh_from_db()
    if not is_taken:  # somebody applied it meanwhile
        return batch
    command = [sys.executable, "manage.py", "run_import", str(batch.pk), task]
    command += [f"--by={by.pk}"] if by else []
    subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    return batch


def run(batch, task, *, by=None):
    """Do a task; a failure is in the `refusal` of the batch."""
    if task == PLAN:
        return plan_batch(batch)
    try:
        return apply_batch(batch.pk, by=by)[0]
    except (PlanRefused, NotWaiting) as refusal:
        waiting = ImportBatch.objects.filter(pk=batch.pk, applied_at__isnull=True)
        waiting.update(state=batch.State.PLANNED, refusal=str(refusal))
        batch.refresh_from_db()
        return batch


def is_stalled(batch):
    """Whether the process of the batch has saved no progress for too long."""
    since = STALLED_AFTER.get(batch.state)
    return since is not None and batch.progress_at < timezone.now() - since
