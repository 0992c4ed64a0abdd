"""A list of 20,000 rows: its plan beside the bare reading, its application beside bulk_create."""

import io
import os
import statistics
import subprocess
import sys
import time

import pytest
from django.db import transaction
from openpyxl import load_workbook

from correspondents.imports.apply import apply
from correspondents.imports.plan import build
from correspondents.models import Correspondent
from scripts.big_list import write

from ..databases import ROOT, copied_database, manage

pytestmark = pytest.mark.django_db

ROWS, ROUNDS = 20_000, 3
MOST_FOR_PLAN, MOST_FOR_APPLY = 6, 4  # times the reference
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


@pytest.mark.django_db(transaction=False)
def test_the_memory_of_the_command(big_list, django_db_setup):
    """The most that the command and the process that reads for it hold, one after the other."""
    with copied_database("memory") as url:
        manage("load_reference", DATABASE_URL=url)
        command = [sys.executable, "manage.py", "import_correspondents", str(big_list), "--apply"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
        )
        most = 0
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.05)

    print(f"\nmemory of importing {ROWS} rows, child included: {most >> 20} MiB")
    assert process.returncode == 0
    assert most >> 20 < MOST_MEMORY


def resident(pid):
    """The memory that a process and its children hold now, in bytes."""
    total = 0
    for each in [str(pid), *children(pid)]:
        try:
            with open(f"/proc/{each}/statm") as file:
                total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:  # it has just ended
            continue
    return total


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return file.read().split()
    except OSError:
        return []
