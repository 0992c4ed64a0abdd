"""The private PostgreSQL: who starts it, who stops it, and what survives a kill.

Every test runs real processes on a data folder of its own; none touches the suite's server.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from scripts import address
from scripts.cluster import Cluster

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys
from scripts import postgres
print(postgres.attach(), flush=True)
sys.stdin.read()
"""
FORK = """
import os, sys
from scripts import postgres
url = postgres.attach()
if not os.fork():
    sys.exit()
os.wait()
import psycopg
print(psycopg.connect(url).execute("SELECT 'alive'").fetchone()[0])
"""
# Another account than root, that can still read a working copy lying where only root goes.
AS_NOBODY = [
    *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
    "--securebits=+no_setuid_fixup",
]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="changes account, which only root can")


@pytest.fixture
def home(tmp_path):
    """A data folder; what a test leaves of its server on purpose, or by failing, goes with it."""
    home = tmp_path / "data"
    yield home
    cluster = Cluster(home)
    for pid in cluster.processes():
        os.kill(pid, signal.SIGQUIT)
    shutil.rmtree(cluster.sockets, ignore_errors=True)


@pytest.fixture
def hold(home):
    """Start a user of the server, ready when this returns; all are gone when the test ends."""
    users = []

    def start(*prefix):
        user = popen(home, *prefix, sys.executable, "-c", HOLD)
        users.append(user)
        user.url = user.stdout.readline().strip()
        return user

    yield start
    for user in users:
        leave(user)


def popen(home, *command, **variables):
    paths = filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])
    ours = {"DATA_DIR": str(home), "PYTHONPATH": os.pathsep.join(paths)}
    inherited = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    environment = inherited | ours | variables
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)


def run(home, *command, **variables):
    """(exit code, standard output, standard error) of a command that ends by itself."""
    process = popen(home, *command, **variables)
    output, errors = process.communicate(timeout=30)
    return process.returncode, output, errors


def leave(user):
    """End a user the ordinary way; nothing when it is already dead."""
    return user.communicate(timeout=30) if user.stdin else None


def kill(user):
    user.kill()
    user.communicate()


def answers(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def postmaster(home):
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def socket_folder(url):
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def nothing_is_left(home):
    """No process, no socket."""
    cluster = Cluster(home)
    return not cluster.processes() and not cluster.sockets.exists()


def test_first_in_starts_and_last_out_stops(home, hold):
    first = hold()
    second = hold()
    assert first.url == second.url

    leave(first)
    assert answers(second.url)

    leave(second)
    assert nothing_is_left(home)


def test_users_who_come_together_share_one_server(home):
    users = [popen(home, sys.executable, "-c", HOLD) for _ in range(4)]

    urls = {user.stdout.readline().strip() for user in users}

    assert len(urls) == 1
    assert answers(urls.pop())
    for user in users:
        assert leave(user)[1] == ""
    assert nothing_is_left(home)


def test_the_server_of_a_killed_user_serves_and_leaves_with_the_next(home, hold):
    killed = hold()
    server = postmaster(home)
    kill(killed)

    following = hold()
    assert postmaster(home) == server
    assert answers(following.url)

    leave(following)
    assert nothing_is_left(home)


def test_a_terminated_user_stops_the_server(home, hold):
    user = hold()

    user.terminate()
    user.communicate()

    assert nothing_is_left(home)


def test_a_killed_server_starts_again(home, hold):
    first = hold()
    with psycopg.connect(first.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(postmaster(home), signal.SIGKILL)

    second = hold()

    with psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_pid_file_with_the_number_of_another_program_is_no_server(home, hold):
    leave(hold())
    account = Cluster(home).account
    stranger = subprocess.Popen(["sleep", "60"], user=account[0], group=account[1])
    (home / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{home}/postgres\n")

    assert answers(hold().url)
    assert stranger.poll() is None
    kill(stranger)


def test_a_server_whose_socket_was_swept_away_is_replaced(home, hold):
    first = hold()
    for file in socket_folder(first.url).iterdir():
        file.unlink()

    assert answers(hold().url)


def test_a_killed_initdb_does_not_pass_for_a_cluster(home, hold):
    draft = home / "postgres.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    assert answers(hold().url)


def test_a_dropped_database_is_created_again(home, hold):
    first = hold()
    with psycopg.connect(first.url.replace("///correspondants", "///postgres")) as connection:
        connection.autocommit = True
        connection.execute("DROP DATABASE correspondants")

    assert answers(hold().url)


def test_the_database_has_what_the_migrations_expect(hold):
    with psycopg.connect(hold().url) as connection:
        for extension in ("unaccent", "pg_trgm", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        found = connection.execute("SELECT lower('ÉŁД'), 'Z' < 'a', 'é' > 'z'").fetchone()
        superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = USER")

        assert found == ("éłд", True, True)
        assert superuser.fetchone() == (False,)


def test_a_forked_child_does_not_stop_its_parents_server(home):
    assert run(home, sys.executable, "-c", FORK) == (0, "alive\n", "")


def test_a_deep_folder_has_a_short_private_socket(tmp_path):
    deep = tmp_path.joinpath(*["profondeur"] * 15)
    user = popen(deep, sys.executable, "-c", HOLD)
    url = user.stdout.readline().strip()

    path = socket_folder(url) / ".s.PGSQL.5432"
    assert path.is_socket()
    assert len(os.fsencode(path)) <= 107
    assert path.parent.stat().st_mode & 0o077 == 0
    leave(user)


def test_a_folder_laid_in_place_of_the_sockets_is_refused(home):
    trap = Cluster(home).sockets
    trap.mkdir(0o755)

    code, _, errors = run(home, sys.executable, "-c", HOLD)

    assert code == 1
    assert errors == (
        f"{trap} existe déjà et n’est pas un dossier privé du compte de PostgreSQL : "
        "supprimez-le et recommencez.\n"
    )


def test_a_cluster_of_another_version_is_explained(home, hold):
    leave(hold())
    (home / "postgres" / "PG_VERSION").write_text("9\n")

    code, _, errors = run(home, sys.executable, "-c", HOLD)

    assert code == 1
    assert "a été créée par PostgreSQL 9" in errors
    assert "PG_BIN" in errors


@needs_root
def test_an_ordinary_account_has_its_own_server(home, hold):
    home.mkdir()
    os.chown(home, 65534, 65534)

    user = hold(*AS_NOBODY)

    assert answers(user.url)
    leave(user)
    assert nothing_is_left(home)


@needs_root
def test_somebody_elses_data_folder_is_refused(home, hold):
    leave(hold())
    os.chown(home, 0, 0)

    code, _, errors = run(home, *AS_NOBODY, sys.executable, "-c", HOLD)

    assert code == 1
    assert "appartient à un autre compte" in errors


def test_a_command_prints_only_its_result(home):
    command = sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", "print(6 * 7)"

    assert run(home, *command) == (0, "42\n", "")
    assert nothing_is_left(home)


def test_commands_write_their_links_to_the_site_that_was_started_here(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SITE_URL", raising=False)
    address.recall()
    assert "SITE_URL" not in os.environ

    address.note(8077)
    monkeypatch.delenv("SITE_URL")
    address.recall()
    assert os.environ["SITE_URL"] == "http://127.0.0.1:8077"

    monkeypatch.setenv("SITE_URL", "https://annuaire.example")
    address.recall()
    assert os.environ["SITE_URL"] == "https://annuaire.example"


def test_a_command_with_a_server_named_starts_none(home):
    command = sys.executable, "manage.py", "version"

    code, _, errors = run(home, *command, DATABASE_URL="postgresql:///elsewhere")

    assert (code, errors) == (0, "")
    assert not home.exists()


def test_production_never_starts_a_private_server(home):
    code, _, errors = run(
        home, sys.executable, "manage.py", "check", ENVIRONMENT="production", SECRET_KEY="x" * 60
    )

    assert code == 1
    assert "DATABASE_URL doit désigner le serveur PostgreSQL" in errors
    assert not home.exists()


def test_a_busy_port_is_told_before_anything_starts(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, output, errors = run(home, sys.executable, "-m", "scripts.serve", str(port))

    assert (code, output) == (1, "")
    assert errors.startswith(f"Le port {port} est déjà pris")
    assert errors.count("\n") == 1
    assert not home.exists()
