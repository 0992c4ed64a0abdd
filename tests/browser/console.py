"""A Django process beside the site, on its base, that runs one script after another.

Starting one for each script costs seconds; what a script defines is gone when it ends.
"""

import json
import os
import subprocess
import sys

from ..databases import ROOT

READ_AND_RUN = """
import contextlib, io, json, sys
for line in sys.stdin:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(json.loads(line), "script", "exec"), {})
    print(json.dumps(printed.getvalue()), flush=True)
"""


class Console:
    def __init__(self, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", READ_AND_RUN],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, script):
        """What the script prints; its failure is the test's, told on standard error."""
        self.process.stdin.write(json.dumps(script) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "le script a échoué : voir l’erreur standard"
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()
