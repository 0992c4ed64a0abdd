"""Kill an import at random moments, and its database too: the base is before or after, never
between.

`make drill`, or `.venv/bin/python -m scripts.drill [ROWS] [KILLS] [STOPS] [SEED]`. It works on a
cluster of its own in a temporary folder, and ends only the processes that it started.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psycopg
from openpyxl import Workbook

from scripts.big_list import HEADINGS, rows, write
from scripts.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
ROWS, KILLS, STOPS = 3000, 20, 5
TABLES = ["correspondent", "post", "coverage", "importbatch"]
EVENTS = ["correspondentevent", "postevent", "coverageevent"]
# What differs between two runs that do the same: numbers taken from sequences, and moments.
PASSING = [
    *("id", "pgh_id", "pgh_obj_id", "pgh_context_id", "pgh_created_at"),
    *("created_at", "applied_at", "progress_at", "report"),
]
FINGERPRINT = """
SELECT md5(coalesce(string_agg(line, '' ORDER BY line), ''))
FROM (SELECT md5((to_jsonb(t) - %s::text[])::text) AS line FROM correspondents_{} t) lines
"""
WRITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_xid IS NOT NULL"
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
PATIENCE = 60  # seconds that a server or a process may take to end


class Violation(Exception):
    """The base was left between two states; the text says after what."""


class Drill:
    """The rounds, on a started Cluster; `told` counts what each of them found."""

    def __init__(self, cluster, folder, count, seed, say=print):
        self.cluster, self.folder, self.say = cluster, folder, say
        self.random = random.Random(seed)
        self.told = Counter()
        self.first, self.second = folder / "avant.xlsx", folder / "apres.xlsx"
        write(self.first, count)
        write_changed(self.second, count)

    def prepare(self):
        """Make the base to copy, then learn what an undisturbed run does and how long it takes."""
        self.query("CREATE DATABASE depart")
        self.manage("depart", "migrate", "--verbosity", "0")
        self.manage("depart", "load_reference")
        self.manage("depart", "import_correspondents", str(self.first), "--apply")
        self.before = self.fingerprint("depart")
        self.copy("temoin")
        start = time.monotonic()
        run = self.start("temoin")
        self.writes_after = self.wait_for_writing(run, "temoin") - start
        run.wait(PATIENCE)
        self.lasts = time.monotonic() - start
        self.after = self.fingerprint("temoin")
        if run.returncode or self.before == self.after:
            raise Violation("the undisturbed run wrote nothing")
        self.say(f"undisturbed: {self.lasts:.1f} s, writing after {self.writes_after:.1f} s")

    def kill(self, number):
        """SIGKILL the import: anywhere in its life, or, each second time, while it writes."""
        run = self.start(self.copy("essai"))
        if number % 2:
            time.sleep(self.random.uniform(0, self.lasts))
        else:
            self.wait_for_writing(run, "essai")
            time.sleep(self.random.uniform(0, self.lasts - self.writes_after))
        during = self.is_writing("essai")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait(PATIENCE)
        self.wait_until(lambda: not self.query(CONNECTED, "essai"))
        self.check("kill", during)

    def stop(self):
        """Stop the database at once, as a power cut does, while the import writes."""
        run = self.start(self.copy("essai"))
        self.wait_for_writing(run, "essai")
        time.sleep(self.random.uniform(0, (self.lasts - self.writes_after) / 2))
        during = self.is_writing("essai")
        postmaster = int((self.cluster.folder / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGQUIT)
        run.wait(PATIENCE)
        self.wait_until(lambda: not Path(f"/proc/{postmaster}").exists())
        self.cluster.ensure_running()
        self.check("immediate stop", during)

    def finish(self):
        """Run again what was cut: it ends as if nothing had happened."""
        self.start(self.copy("essai")).wait(PATIENCE)
        if self.fingerprint("essai") != self.after:
            raise Violation("a run after the others ended otherwise than the undisturbed one")
        if not self.told["during the writing"]:
            raise Violation("nothing fell while the import was writing: the drill proves nothing")

    def check(self, act, during):
        found = self.fingerprint("essai")
        state = {self.before: "before", self.after: "after"}.get(found)
        moment = "during the writing" if during else "outside the writing"
        self.say(f"{act} {moment}: {state or 'BETWEEN'}")
        if state is None:
            raise Violation(f"the base is neither before nor after ({act}, {moment})")
        self.told.update([act, moment, state])

    def copy(self, name):
        self.query(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.query(f"CREATE DATABASE {name} TEMPLATE depart")
        return name

    def start(self, name):
        """The import under way, in a process group of its own."""
        command = [
            sys.executable,
            "manage.py",
            "import_correspondents",
            str(self.second),
            "--apply",
        ]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment(name),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def manage(self, name, *command):
        command = [sys.executable, "manage.py", *command]
        quiet = subprocess.DEVNULL
        subprocess.run(command, cwd=ROOT, env=self.environment(name), check=True, stdout=quiet)

    def environment(self, name):
        return {**os.environ, "DATABASE_URL": self.url(name)}

    def url(self, name):
        return self.cluster.url.replace("postgresql:///correspondants?", f"postgresql:///{name}?")

    def query(self, statement, *values, name="correspondants"):
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchone()[0] if cursor.description else None

    def fingerprint(self, name):
        return tuple(
            self.query(FINGERPRINT.format(table), PASSING, name=name) for table in TABLES + EVENTS
        )

    def is_writing(self, name):
        return bool(self.query(WRITING, name))

    def wait_for_writing(self, run, name):
        """The moment when the transaction begins to write, or when the process ends."""
        self.wait_until(lambda: self.is_writing(name) or run.poll() is not None)
        return time.monotonic()

    def wait_until(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise Violation("a process that was waited for did not end")
            time.sleep(0.02)


def write_changed(path, count):
    """The first list a year later: functions change, people follow others, rows are new."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Liste")
    page.append(HEADINGS)
    for number, row in enumerate(rows(count + count // 10)):
        if number % 3 == 0:
            row[HEADINGS.index("Fonction")] = "Attachée de coopération décentralisée"
        if number % 5 == 0:
            row[HEADINGS.index("Nom")] += "-Suivant"
            row[HEADINGS.index("Prénom")] = "Zoé"
            row[HEADINGS.index("Courriel")] = f"suivante.{number}@diplomatie.example"
        page.append(row)
    book.save(path)


def run(count=ROWS, kills=KILLS, stops=STOPS, seed=1, say=print):
    """The whole drill; returns what was counted, or raises Violation."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        os.chmod(folder, 0o755)  # the server has an account of its own
        cluster = Cluster(Path(folder) / "data")
        cluster.claim_home()
        cluster.ensure_running()
        try:
            drill = Drill(cluster, Path(folder), count, seed, say)
            drill.prepare()
            for number in range(kills):
                drill.kill(number)
            for _ in range(stops):
                drill.stop()
            drill.finish()
        finally:
            cluster.stop()
    return drill.told


if __name__ == "__main__":
    told = run(*map(int, sys.argv[1:]))
    print(", ".join(f"{what}: {count}" for what, count in sorted(told.items())))
