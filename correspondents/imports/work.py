"""Who reads and writes a list: the request when it is small, a process of its own otherwise."""

import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .apply import PlanRefused
from .batches import NotWaiting, apply_batch, plan_batch

PLAN, APPLY = "plan", "apply"
STALLED_AFTER = timedelta(minutes=2)


def start(batch, task, *, by=None):
    """Do a task (PLAN or APPLY) now, or have it done by `manage.py run_import`."""
    if batch.size <= settings.IMPORT_INLINE_BYTES:
        return run(batch, task, by=by)
    batch.state = batch.State.READING if task == PLAN else batch.State.APPLYING
    batch.progress, batch.progress_at = 0, timezone.now()
    batch.save(update_fields=["state", "progress", "progress_at"])
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
    """Do a task; what goes wrong is told by the batch itself, in `refusal`."""
    if task == PLAN:
        return plan_batch(batch)
    try:
        return apply_batch(batch.pk, by=by)[0]
    except (PlanRefused, NotWaiting) as refusal:
        batch.refresh_from_db()
        if batch.state == batch.State.APPLYING:
            batch.state = batch.State.PLANNED
        batch.refusal = str(refusal)
        batch.save(update_fields=["state", "refusal"])
        return batch


def is_stalled(batch):
    """Whether the process that had the batch in hand has said nothing for too long."""
    return batch.is_under_way and batch.progress_at < timezone.now() - STALLED_AFTER
