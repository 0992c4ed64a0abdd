"""Kill an import at random moments, and its database too: the base is before or after, never
between, and the import run again ends as if nothing had happened.

`make drill`, or `.venv/bin/python -m scripts.drill [ROWS] [KILLS] [STOPS] [SEED]`. It works on a
cluster of its own in a temporary folder, and ends only the processes that it started.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from scripts.cluster import Cluster
from scripts.demonstration.big_list import write, write_a_year_later
from scripts.drill_bases import PATIENCE, READY, Bases, Violation, manage, wait_until

ROOT = Path(__file__).resolve().parents[1]
ROWS, KILLS, STOPS = 3000, 20, 5
ATTEMPTS = 20  # at a moment that a process may have passed before it is struck
# When an import is struck: anywhere in its life, while it writes, just after it committed.
ANYWHERE, WRITING, COMMITTED = "anywhere", "while writing", "just committed"
BEFORE, AFTER = "before", "after"
# A writing that was struck as it committed is checked like the others, and struck again.
EXPECTED = {WRITING: BEFORE, COMMITTED: AFTER}


class Drill:
    """The rounds, on Bases; `strikes` counts the strikes by (act, moment, state found after)."""

    def __init__(self, bases, folder, count, seed, say=print):
        self.bases, self.say = bases, say
        self.random = random.Random(seed)
        self.strikes = Counter()
        self.list = folder / "apres.xlsx"
        self.edition = date.today().isoformat()  # midnight may pass between two runs
        write(folder / "avant.xlsx", count)
        write_a_year_later(self.list, count)
        self.prepare(folder / "avant.xlsx")

    def prepare(self, first_list):
        """Make the base to copy."""
        self.bases.make(READY)
        for command in (
            ["migrate", "--verbosity", "0"],
            ["load_reference"],
            ["import_correspondents", str(first_list), "--apply", "--edition", "2025-01-01"],
        ):
            environment, quiet = self.environment(READY), subprocess.DEVNULL
            subprocess.run(manage(*command), cwd=ROOT, env=environment, check=True, stdout=quiet)
        self.states = {BEFORE: self.bases.fingerprint(READY)}

    def learn(self):
        """Measure an undisturbed run: its effects, when it writes and how long it takes."""
        start = time.monotonic()
        with self.importing(self.bases.copy("temoin"), stderr=None) as run:
            self.wait_for_writing(run, "temoin")
            since = time.monotonic() - start
            wait_until(lambda: not self.bases.is_writing("temoin"))
            self.writing_lasts = time.monotonic() - start - since
            output, _ = run.communicate(timeout=PATIENCE)
        self.lasts = time.monotonic() - start
        self.states[AFTER] = self.bases.fingerprint("temoin")
        totals = json.loads(output)["totals"]
        counts = {name: count for name, count in totals.items() if count}
        if set(counts) != {"new", "modified", "replacement", "identical"}:
            raise Violation(f"the list is not the one that was meant: {counts}")
        self.say(
            f"undisturbed: {self.lasts:.1f} s, of which {self.writing_lasts:.2f} s of writing "
            f"from {since:.1f} s on; {counts}"
        )

    def kill(self, moment):
        """SIGKILL the import, and the process that reads for it, at the moment."""
        self.strike("kill", moment, lambda run: os.killpg(run.pid, signal.SIGKILL))

    def stop(self):
        """Stop the database at once while the import writes, as if its server crashed."""
        self.strike("immediate stop", WRITING, lambda run: self.bases.crash())

    def strike(self, act, moment, blow):
        """Strike until the blow falls at the moment; the base is checked after each one."""
        for attempt in range(1, ATTEMPTS + 1):
            with self.importing(self.bases.copy("essai")) as run:
                started = time.monotonic()
                self.wait_for(moment, run, attempt)
                is_hit = self.is_at(moment, run)
                at = time.monotonic() - started
                if run.poll() is None:
                    blow(run)
                run.communicate(timeout=PATIENCE)
            state = self.check(f"{act}, {moment}, at {at:.2f} s", run.returncode)
            if state == BEFORE:
                self.finish()
            if is_hit and (moment == ANYWHERE or state == EXPECTED[moment]):
                self.strikes[act, moment, state] += 1
                return
        raise Violation(f"no {act} out of {ATTEMPTS} fell {moment}")

    def wait_for(self, moment, run, attempt):
        """Return at the moment; a slow machine that missed it looks earlier and earlier."""
        if moment == ANYWHERE:
            time.sleep(self.random.uniform(0, self.lasts))
            return
        self.wait_for_writing(run, "essai")
        if moment == WRITING:
            time.sleep(self.random.uniform(0, self.writing_lasts / attempt))
        else:
            wait_until(lambda: not self.bases.is_writing("essai"))

    def is_at(self, moment, run):
        """Whether the import is still at the moment: one that ended is not struck."""
        is_writing = self.bases.is_writing("essai")
        return run.poll() is None and (moment == ANYWHERE or is_writing == (moment == WRITING))

    def check(self, what, code):
        """The state of the base after a blow; `code` is the exit code of the import."""
        current = self.bases.fingerprint("essai")
        state = next(
            (name for name, fingerprint in self.states.items() if fingerprint == current), None
        )
        self.say(f"{what}: {state or 'BETWEEN'}")
        if state is None:
            raise Violation(f"the base is neither before nor after ({what}): {self.apart(current)}")
        if code == 0 and state == BEFORE:
            raise Violation(f"the import said that it was done, and nothing is written ({what})")
        return state

    def apart(self, current):
        """The tables of a fingerprint that differ from each of the two states."""
        return ", ".join(
            f"not {name}: {[table for table in state if state[table] != current[table]]}"
            for name, state in self.states.items()
        )

    def finish(self):
        """Run the import again on the same base: it ends as if nothing had cut it."""
        with self.importing("essai") as run:
            run.communicate(timeout=PATIENCE)
        current = self.bases.fingerprint("essai")
        if current != self.states[AFTER]:
            raise Violation(f"run again, the import ended otherwise: {self.apart(current)}")
        self.strikes["run again", "to the end", AFTER] += 1

    def conclude(self):
        """Print the counts; without both states, the drill proves nothing.

        Raises Violation.
        """
        for (act, moment, state), count in sorted(self.strikes.items()):
            self.say(f"{act:16} {moment:16} {state:8} {count:3}")
        needed = [("kill", WRITING), ("kill", COMMITTED), ("immediate stop", WRITING)]
        for act, moment in needed:
            if not self.strikes[act, moment, EXPECTED[moment]]:
                raise Violation(f"no {act} fell {moment}: the drill proves nothing")

    @contextmanager
    def importing(self, name, stderr=subprocess.DEVNULL):
        """The import under way, in a process group of its own that does not outlive the block.

        Once it has committed it waits to be read: its document is longer than a pipe holds.
        """
        command = ["import_correspondents", str(self.list), "--apply", "--json"]
        run = subprocess.Popen(
            manage(*command, "--edition", self.edition),
            cwd=ROOT,
            env=self.environment(name),
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
        )
        try:
            yield run
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()

    def environment(self, name):
        return {**os.environ, "DATABASE_URL": self.bases.url(name)}

    def wait_for_writing(self, run, name):
        wait_until(lambda: self.bases.is_writing(name) or run.poll() is not None)


def moments(kills, drawn):
    """The moments of the kills: half of them while writing, one in ten or more just after."""
    committed = max(1, kills // 10)
    writing = max(1, kills // 2)
    planned = [WRITING] * writing + [COMMITTED] * committed
    planned += [ANYWHERE] * (kills - len(planned))
    drawn.shuffle(planned)
    return planned


def run(count=ROWS, kills=KILLS, stops=STOPS, seed=1, say=print):
    """The whole drill; returns its counts. Raises Violation."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        os.chmod(folder, 0o755)  # the server has an account of its own
        cluster = Cluster(Path(folder) / "data")
        cluster.claim_home()
        cluster.ensure_running()
        try:
            drill = Drill(Bases(cluster), Path(folder), count, seed, say)
            drill.learn()
            for moment in moments(kills, random.Random(seed)):
                drill.kill(moment)
            for _ in range(stops):
                drill.stop()
            drill.conclude()
            drill.bases.close()
        finally:
            cluster.stop()
    return drill.strikes


if __name__ == "__main__":
    try:
        run(*map(int, sys.argv[1:]))
    except Violation as reason:
        sys.exit(f"The drill failed: {reason}.")
