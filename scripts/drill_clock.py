"""Run the tests under other clocks than today's: they fail on no day, and at no hour.

`make drill`, or `.venv/bin/python -m scripts.drill_clock [MOMENT [TESTS...]]`: a moment of Paris is
written as in MOMENTS, tests as for pytest. libfaketime moves the clock of Python and of PostgreSQL
alike; the server is the drill's own, in a temporary folder. Its timers (lock_timeout…) never end.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from scripts import debian
from scripts.cluster import Cluster
from scripts.drill_bases import Violation

ROOT = Path(__file__).resolve().parents[1]
WHOLE, DATED = "whole", "dated"
# The tests that run from each moment of Paris on: all but the browser's, or those that read a date.
MOMENTS = {
    "2028-01-01 00:05": DATED,  # Saturday; still the year before in UTC
    "2028-01-31 23:55": DATED,
    "2028-02-29 11:00": WHOLE,
    "2028-03-26 01:57": DATED,  # the clock goes from 1:59 to 3:00
    "2028-03-27 00:10": DATED,  # 24 hours ago was the day before yesterday
    "2028-03-31 18:00": DATED,  # Friday, a day off in some posts
    "2028-08-31 00:30": DATED,  # six months after a day that February has not
    "2028-10-29 02:57": DATED,  # the clock goes from 2:59 to 2:00
    "2028-10-29 23:30": DATED,  # 24 hours ago was today
    "2028-11-30 09:00": DATED,  # six months after the 31st of May too
    "2028-12-31 23:30": WHOLE,  # Sunday
    "2040-05-30 12:00": DATED,  # the years that tests name are over
}
DATES = {"localdate", "localtime", "now", "relativedelta", "timedelta", "today"}
PATIENCE = 60  # seconds between the reading of two clocks, on a busy machine
# `time.sleep` waits for a moment of a clock, which libfaketime refuses; `select` waits for none.
SLEEP = "import select, time\ntime.sleep = lambda seconds: select.select([], [], [], seconds)\n"


def dated_modules():
    """The test modules that name a function of dates, or a factory that does."""
    names, factories = set(DATES), {}
    for path in ROOT.glob("tests/factories/*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                factories[node.name] = words(node)
    while dated := {name for name in factories if factories[name] & names} - names:
        names |= dated
    modules = [
        path
        for path in sorted(ROOT.glob("tests/**/test_*.py"))
        if not {"browser", "bench"} & set(path.parts) and words(ast.parse(path.read_text())) & names
    ]
    if not modules or names == DATES:
        raise Violation("no test, or no factory, reads a date: DATES names none of their functions")
    return modules


def words(tree):
    """The names that a piece of source uses."""
    nodes = ast.walk(tree)
    return {getattr(node, "attr", None) or getattr(node, "id", None) for node in nodes}


@contextmanager
def clock(moment, folder):
    """Set the clock of the processes that this one starts in the block, and their server's."""
    at = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Europe/Paris"))
    offset = round(at.timestamp() - time.time())
    cluster, before = Cluster(folder / "data"), dict(os.environ)
    with faketime(offset) as variables:
        os.environ.update(variables)
        os.environ.update(
            PYTHONPATH=str(folder), DATA_DIR=str(cluster.home), DATABASE_URL=cluster.url
        )
        try:
            cluster.claim_home()
            cluster.ensure_running()
            check_clocks(offset, cluster.url)
            yield
        finally:
            cluster.stop()
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def faketime(offset):
    """The variables that move a clock by so many seconds.

    One process holds the memory that libfaketime shares, or the others would leave it behind.
    """
    names = ["LD_PRELOAD", "FAKETIME", "FAKETIME_SHARED", "FAKETIME_DONT_FAKE_MONOTONIC"]
    # The monotonic clock is left alone: else a wait with a limit never ends.
    command = ["faketime", "-m", "--exclude-monotonic", "-f", f"{offset:+d}"]
    command += ["sh", "-c", f"printenv {' '.join(names)}; cat"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as holder:
        variables = {name: holder.stdout.readline().strip() for name in names}
        yield variables | {"NO_FAKE_STAT": "1"}  # else each module is compiled anew


def check_clocks(offset, url):
    """Raises Violation when Python or PostgreSQL is not `offset` seconds from this process."""
    with psycopg.connect(url) as server:
        (of_server,) = server.execute("SELECT extract(epoch FROM now())").fetchone()
    command = [sys.executable, "-c", "import time; time.sleep(0.1); print(time.time())"]
    of_python = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name, seconds in (("PostgreSQL", of_server), ("Python", of_python)):
        if abs(time.time() + offset - float(seconds)) > PATIENCE:
            raise Violation(f"the clock of {name} did not move")


def pass_all(tests):
    """Whether the tests pass, on every core, without the tests of the browser and of the drills."""
    command = [sys.executable, "-m", "pytest", "--numprocesses=auto", "--ignore=tests/browser"]
    done = subprocess.run([*command, "-p", "no:cacheprovider", "-q", *tests], cwd=ROOT)
    return done.returncode == 0


def run(moments=MOMENTS, tests=(), say=print):
    """The whole drill, or these tests alone. Raises Violation once every moment was tried."""
    if not shutil.which("faketime"):
        debian.install("faketime", purpose="Les tests sous une autre horloge")
    modules, failed = dated_modules(), []
    with tempfile.TemporaryDirectory(prefix="drill-clock-") as name:
        folder = Path(name)
        os.chmod(folder, 0o755)  # the server has an account of its own
        (folder / "sitecustomize.py").write_text(SLEEP)
        for moment in moments:
            say(f"{moment} in Paris", flush=True)
            chosen = tests or (["tests"] if MOMENTS.get(moment) == WHOLE else modules)
            with clock(moment, folder):
                if not pass_all(chosen):
                    failed.append(moment)
    if failed:
        raise Violation(f"tests fail at these moments of Paris: {', '.join(failed)}")


if __name__ == "__main__":
    try:
        run(sys.argv[1:2] or MOMENTS, sys.argv[2:])
    except Violation as reason:
        sys.exit(f"The drill failed: {reason}.")
