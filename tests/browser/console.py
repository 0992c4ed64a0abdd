"""A Django process beside the site, on its base, that runs one script after another.

Starting one for each script costs seconds; what a script defines is gone when it ends.
"""

import json
import subprocess

from ..databases import start_manage

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
        command = "shell", "--no-imports", "-c", READ_AND_RUN
        self.process = start_manage(*command, stdin=subprocess.PIPE, **environment)

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
