"""A list of 20,000 rows: its plan beside the bare reading, its application beside bulk_create."""

import io
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import transaction
from openpyxl import load_workbook

from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.models import Correspondent
from scripts.demonstration.big_list import write

from ..databases import ROOT, copied_database, manage

pytestmark = pytest.mark.django_db

ROWS, ROUNDS = 20_000, 3
MOST_FOR_PLAN, MOST_FOR_APPLY = 4.5, 4  # times the reference
MOST_MEMORY = 300  # MiB, over the process and its child


@pytest.fixture(scope="module")
def big_list(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "grande.xlsx"
    write(path, ROWS)
    return path


def seconds(act):
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def bare_reading(path):
    book = load_workbook(path)
    return sum(1 for row in book.active.iter_rows() for cell in row if cell.value is not None)


def plan_of(path):
    return build(io.BytesIO(path.read_bytes()), path.name)


def create(people):
    Correspondent.objects.bulk_create(people, batch_size=500)


def undone(act, what):
    """The time of an act, whose rows are taken back."""
    with transaction.atomic():
        taken, _ = seconds(lambda: act(what))
        transaction.set_rollback(True)
    return taken


def test_a_plan_beside_the_bare_reading(big_list):
    bare, planned = [], []
    for _ in range(ROUNDS):
        bare.append(seconds(lambda: bare_reading(big_list))[0])
        taken, plan = seconds(lambda: plan_of(big_list))
        planned.append(taken)

    ratio = statistics.median(planned) / statistics.median(bare)
    print(f"\nplan of {ROWS} rows: {statistics.median(planned):.1f} s, {ratio:.1f} times openpyxl")
    assert plan.totals["new"] == ROWS
    assert ratio <= MOST_FOR_PLAN


def test_an_application_beside_bulk_create(big_list):
    bare, applied = [], []
    for _ in range(ROUNDS):
        bare.append(undone(create, plan_of(big_list).new_people))
        applied.append(undone(apply, plan_of(big_list)))

    ratio = statistics.median(applied) / statistics.median(bare)
    print(f"\napply {ROWS} rows: {statistics.median(applied):.1f} s, {ratio:.1f} times bulk_create")
    assert ratio <= MOST_FOR_APPLY


def test_the_same_long_list_twice_changes_nothing(big_list):
    apply(plan_of(big_list))

    assert plan_of(big_list).totals["identical"] == ROWS


def test_the_memory_of_the_command(big_list, tmp_path):
    """The most that the command and the process that reads for it hold, at once and each."""
    with copied_database("memory") as url:
        manage("load_reference", DATABASE_URL=url)
        command = [sys.executable, "manage.py", "import_correspondents", str(big_list), "--apply"]
        environment = {**os.environ, "DATABASE_URL": url}
        with (tmp_path / "said.txt").open("w") as said:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said)
        together, alone = 0, 0
        while process.poll() is None:
            held = [memory(pid) for pid in family(process.pid)]
            together = max(together, sum(now for now, _ in held))
            alone = max([alone, *(peak for _, peak in held)])
            time.sleep(0.01)

    print(
        f"\nmemory of importing {ROWS} rows: {together:.0f} MiB with the child, "
        f"{alone:.0f} MiB for the larger of the two"
    )
    assert process.returncode == 0
    assert f"{ROWS} nouveaux" in (tmp_path / "said.txt").read_text()
    assert max(together, alone) < MOST_MEMORY


def memory(pid):
    """(MiB that a process holds now, the most that it ever held).

    Not the rusage of a child: it starts from what its parent held when it was forked.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it has just ended
        return 0, 0
    sizes = dict(line.split(":") for line in status.splitlines() if line.startswith("Vm"))
    return tuple(int(sizes.get(name, "0").split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))


def family(pid):
    """The process and all that come of it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(each for child in children for each in family(child))]
