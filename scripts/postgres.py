"""The private PostgreSQL of a working copy, shared by every command that needs one.

Each user of the server holds a shared lock for as long as it lives. Whoever starts or stops the
server holds, for that moment, an exclusive one. The first user in starts it and the last one out
stops it; when the last one is killed, the server stays for the next one. Linux only (/proc).
"""

import atexit
import contextlib
import fcntl
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
from scripts.locks import exclusive, exit_on_signals, open_lock, uninterrupted

ROOT = Path(__file__).resolve().parent.parent
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


def data_dir():
    """The folder of everything a working copy keeps that is not source."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()


def attach():
    """Hold the server until this process ends, started if need be; returns its DATABASE_URL.

    The variable is set too, so that child processes use the server without holding it.
    Raises SystemExit with a French sentence when there can be no server.
    """
    exit_on_signals()
    server = Server(data_dir())
    server.claim_home()
    users = open_lock(server.home / "postgres.users")
    atexit.register(detach, server, users, os.getpid())
    with exclusive(server.home / "postgres.lock"), uninterrupted():
        fcntl.flock(users, fcntl.LOCK_SH)
        server.ensure_running()
    os.environ["DATABASE_URL"] = server.url
    return server.url


def detach(server, users, holder):
    """Let the server go, and stop it when nobody else holds it."""
    if os.getpid() != holder:
        return  # a forked child shares its parent's lock: it must not give it up
    with exclusive(server.home / "postgres.lock"), uninterrupted():
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            server.stop()
        os.close(users)


class Server:
    """A cluster under the data folder, and the server that runs on it.

    Its methods take no lock: the caller is alone in starting and stopping.
    """

    def __init__(self, home):
        self.home = home
        self.cluster = home / "postgres"
        self.log = home / "postgres.log"

    @cached_property
    def programs(self):
        return binaries.find()

    @cached_property
    def account(self):
        """(uid, gid) of the server: ours, or as root, whom PostgreSQL refuses, the owner's."""
        if os.geteuid():
            return os.geteuid(), os.getegid()
        for folder in (self.cluster, self.home, self.home.parent):
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
        """Make the data folder, or refuse somebody else's."""
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
        whoever owns it could pass for our server."""
        self.make_folder(self.sockets)
        found = self.sockets.lstat()
        private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
        if not private or found.st_uid != self.account[0]:
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
        return self.run("pg_isready", "--quiet", *self.address(), check=False).returncode

    def address(self):
        return (
            f"--host={self.sockets}",
            f"--port={PORT}",
            "--username=postgres",
            "--dbname=postgres",
        )

    def start(self):
        """Try once to start a server, on a new cluster when there is none; tell whether it did."""
        if not self.cluster.exists():
            self.initialise()
        self.refuse_other_version()
        self.clear_remains()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "port": PORT,
            "max_connections": 100,
            "shared_buffers": "256MB",
        }
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        place = f"--pgdata={self.cluster}", f"--log={self.log}"
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
        draft.rename(self.cluster)

    def refuse_other_version(self):
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        found = binaries.major_version(self.programs)
        if made_by != found:
            raise SystemExit(
                f"La base de {self.cluster} a été créée par PostgreSQL {made_by}, et c’est la "
                f"version {found} qui est installée. Pour la garder, indiquez dans PG_BIN le "
                f"dossier des programmes de la version {made_by} ; pour repartir de la "
                "démonstration, supprimez ce dossier."
            )

    def clear_remains(self):
        """Nothing answers: end what a killed server left behind, then forget its number.

        Its orphans may still write in the cluster, and by now its number may be that of another
        program, which PostgreSQL would take for a living server.
        """
        remains = self.processes()
        for pid in remains:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        if not remains:
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
            for socket in self.sockets.iterdir():
                socket.unlink()

    def processes(self):
        """Living processes of this cluster's server: they all work in its folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # ended meanwhile, or somebody else's
                program = Path(os.readlink(entry / "exe")).name
                if program.startswith("postgres") and entry.joinpath("cwd").samefile(self.cluster):
                    found.append(int(entry.name))
        return found

    def stop(self):
        """Stop the server if it lives: transactions under way are rolled back."""
        if self.processes():
            self.run("pg_ctl", "stop", f"--pgdata={self.cluster}", "--mode=fast")
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
        """As root, a prefix that leaves root's identity but keeps its access to folders: the
        working copy may lie where only root can go.

        Without the secure bit, access(2), by which PostgreSQL finds its own programs, would not
        count the capability.
        """
        if os.geteuid():
            return []
        uid, gid = self.account
        identity = f"--reuid={uid}", f"--regid={gid}", "--clear-groups"
        access = "--inh-caps=+dac_override", "--ambient-caps=+dac_override"
        return ["setpriv", *identity, *access, "--securebits=+no_setuid_fixup"]
