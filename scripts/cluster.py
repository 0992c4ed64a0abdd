"""A PostgreSQL cluster under a data folder, and the server that runs on it. Linux only (/proc)."""

import contextlib
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import stat
import subprocess
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

from scripts import binaries

NAME = "correspondants"  # of the database and of the role that owns it
PORT = 5432  # names the socket only: the server listens to no network
PATIENCE = 10  # seconds: a killed server holds its memory for a moment

# Exit codes of pg_isready.
ACCEPTING, SILENT = 0, 2

# The role is no superuser, as in production: all our extensions are trusted ones.
CREATE_MISSING = f"""
SELECT 'CREATE ROLE {NAME} LOGIN CREATEDB'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{NAME}') \\gexec
SELECT 'CREATE DATABASE {NAME} OWNER {NAME}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{NAME}') \\gexec
"""


def server_title(pid):
    """The title of a living process of PostgreSQL's server; empty for anything else.

    Readable without being allowed to trace the process, as root may not be in a container.
    """
    process = Path("/proc", pid)
    try:
        is_server = process.joinpath("comm").read_text().strip() == "postgres"
        return process.joinpath("cmdline").read_text(errors="replace") if is_server else ""
    except OSError:  # it ended meanwhile
        return ""


class Cluster:
    """Its methods take no lock: the caller is alone in starting and stopping."""

    def __init__(self, home):
        self.home = home
        self.folder = home / "postgres"
        self.log = home / "postgres.log"

    @cached_property
    def programs(self):
        return binaries.find()

    @cached_property
    def account(self):
        """(uid, gid) of the server: ours; as root, which PostgreSQL refuses, a folder's owner."""
        if os.geteuid():
            return os.geteuid(), os.getegid()
        for folder in (self.folder, self.home, self.home.parent):
            if folder.exists() and folder.stat().st_uid:
                return folder.stat().st_uid, folder.stat().st_gid
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    @cached_property
    def sockets(self):
        """The folder of the socket: a function of the data folder, short where that one is long
        (a socket's path holds 107 bytes)."""
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path("/tmp", f"{NAME}-{self.account[0]}-{digest}")

    @property
    def url(self):
        query = urlencode({"host": self.sockets, "port": PORT, "user": NAME}, safe="/")
        return f"postgresql:///{NAME}?{query}"

    def claim_home(self):
        """Make the data folder, or refuse one of another account."""
        if not self.home.exists():
            self.home.parent.mkdir(parents=True, exist_ok=True)
            self.make_folder(self.home, 0o755)
        if os.geteuid() and self.home.stat().st_uid != os.geteuid():
            raise SystemExit(
                f"Le dossier {self.home} appartient à un autre compte. Donnez-le au vôtre "
                "(chown -R), ou indiquez un autre dossier dans DATA_DIR."
            )

    def make_folder(self, path, mode=0o700):
        """Make a folder of the server's account; an existing one is left as it is."""
        try:
            path.mkdir(mode)
        except FileExistsError:
            return
        if not os.geteuid():
            os.chown(path, *self.account)

    def make_sockets(self):
        """Make the folder of the socket, or refuse one that another account laid there first:
        its owner could pass for our server."""
        self.make_folder(self.sockets)
        status = self.sockets.lstat()
        private = stat.S_ISDIR(status.st_mode) and not stat.S_IMODE(status.st_mode) & 0o077
        if not private or status.st_uid != self.account[0]:
            raise SystemExit(
                f"{self.sockets} existe déjà et n’est pas un dossier privé du compte de "
                "PostgreSQL : supprimez-le et recommencez."
            )

    def ensure_running(self):
        """Return once the server answers and has our database."""
        self.make_sockets()
        deadline = time.monotonic() + PATIENCE
        while (answer := self.ask()) != ACCEPTING:
            if time.monotonic() > deadline:
                raise SystemExit(f"PostgreSQL ne démarre pas. La raison est dans {self.log}.")
            if answer != SILENT or not self.start():
                time.sleep(0.1)
        self.run("psql", "--no-psqlrc", "--quiet", *self.address(), input=CREATE_MISSING)

    def ask(self):
        """pg_isready's exit code. Unlike `pg_ctl status` it is not fooled by a stale pid file."""
        if not self.folder.exists():
            return SILENT  # a server whose files were removed may answer, but is of no use
        return self.run("pg_isready", "--quiet", *self.address(), check=False).returncode

    def address(self):
        server = f"--host={self.sockets}", f"--port={PORT}"
        return *server, "--username=postgres", "--dbname=postgres"

    def start(self):
        """Start a server once, on a new cluster when there is none; return whether it started."""
        if self.kill_remains():
            return False
        if not self.folder.exists():
            self.initialise()
        self.refuse_other_version()
        self.forget_reused_number()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "port": PORT,
            "max_connections": 100,
            "shared_buffers": "256MB",
            "cluster_name": self.sockets.name,
        }
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        place = f"--pgdata={self.folder}", f"--log={self.log}"
        started = self.run("pg_ctl", "start", "--wait", *place, "--options", options, check=False)
        return started.returncode == 0

    def initialise(self):
        """Make the cluster elsewhere, then rename it: a killed initdb must not pass for one.

        Sorted by code point, so that no system library's collation can change an index under us;
        letters, and so lower case, are Unicode's.
        """
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        self.make_folder(draft)
        encoding = "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"
        access = "--username=postgres", "--auth-local=trust", "--auth-host=reject"
        self.run("initdb", f"--pgdata={draft}", *encoding, *access)
        draft.rename(self.folder)

    def refuse_other_version(self):
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        version = binaries.major_version(self.programs)
        if made_by != version:
            raise SystemExit(
                f"La base de {self.folder} a été créée par PostgreSQL {made_by}, et c’est la "
                f"version {version} qui est installée. Pour la garder, indiquez dans PG_BIN le "
                f"dossier des programmes de la version {made_by} ; pour repartir de la "
                "démonstration, supprimez ce dossier."
            )

    def kill_remains(self):
        """End the processes that a killed server left; return whether there were any.

        Nothing answers, yet orphans may still write in the cluster, or a whole server live behind
        a socket that was swept away.
        """
        remains = self.processes()
        for pid in remains:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        return bool(remains)

    def forget_reused_number(self):
        """Drop the pid file when its number is by now another program's, as after a reboot:
        PostgreSQL would take that one for a living server."""
        pid_file = self.folder / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = pid_file.read_text().split()[0]
        if Path("/proc", pid).exists() and not server_title(pid):
            pid_file.unlink()
            for socket in self.sockets.iterdir():
                socket.unlink()

    def processes(self):
        """Living processes of this cluster's server: each is titled with the cluster's name."""
        numbers = (entry.name for entry in Path("/proc").glob("[0-9]*"))
        return [int(pid) for pid in numbers if self.sockets.name in server_title(pid)]

    def stop(self):
        """Stop the server if it lives: transactions under way are rolled back."""
        if self.processes():
            self.run("pg_ctl", "stop", f"--pgdata={self.folder}", "--mode=fast")
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    def run(self, program, *arguments, check=True, input=""):
        """Run one of PostgreSQL's programs as the server's account.

        In a session of its own: the terminal's Ctrl-C is for us, not for it. Without the caller's
        PG* variables, which would send it elsewhere.
        """
        command = [*self.privileges(), self.programs / program, *arguments]
        done = subprocess.run(
            command,
            input=input,
            capture_output=True,
            text=True,
            cwd="/",
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            start_new_session=True,
        )
        if check and done.returncode:
            raise SystemExit(f"PostgreSQL : échec de {program}.\n{done.stderr.strip()}")
        return done

    def privileges(self):
        """For root, a prefix that leaves root's identity but keeps its access to folders: only
        root may be able to read the working copy.

        Without the secure bit, access(2), by which PostgreSQL finds its own programs, would not
        count the capability.
        """
        if os.geteuid():
            return []
        uid, gid = self.account
        identity = f"--reuid={uid}", f"--regid={gid}", "--clear-groups"
        access = "--inh-caps=+dac_override", "--ambient-caps=+dac_override"
        return ["setpriv", *identity, *access, "--securebits=+no_setuid_fixup"]
