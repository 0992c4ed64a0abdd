"""A backup is whole, closed to whoever has not its key, and gives another server the same site."""

import os
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import psycopg
import pytest
from pyrage import x25519

from ..browser.conftest import ONE_PROCESS, free_port, served
from ..databases import ROOT, copied_database, demonstration_base

pytestmark = pytest.mark.slow

COUNTS = "SELECT format('SELECT %L, count(*), md5(coalesce(string_agg(md5(t::text), '''' ORDER BY "
COUNTS += "md5(t::text)), '''')) FROM %I t', relname, relname) FROM pg_stat_user_tables"
ADDRESSES = ["/", "/pays/gm/", "/postes/dakar/", "/atlas/?pays=sn", "/recherche/?q=Bavi%C3%A8re"]


def run(command, *words, folder, url, **environment):
    """The command as an operator starts it; returns the finished process."""
    return subprocess.run(
        [sys.executable, "manage.py", command, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "BACKUP_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
    )


@contextmanager
def empty_base(name):
    with copied_database(name, base=lambda: "template0") as url:
        yield url


def rows(url):
    """What each table holds, but what is not backed up."""
    with psycopg.connect(url) as server:
        queries = [query for (query,) in server.execute(COUNTS).fetchall()]
        lines = [server.execute(query).fetchone() for query in queries]
    return {line for line in lines if line[0] != "shared_cache"}


def pages(url):
    port = free_port()
    with served(port, {"DATABASE_URL": url, "SITE_URL": "http://site.example", **ONE_PROCESS}):
        answers = []
        for address in ADDRESSES:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}") as answer:
                answers.append(answer.read().decode())
        return answers


@pytest.fixture(scope="module")
def key():
    return x25519.Identity.generate()


@pytest.fixture(scope="module")
def source():
    with copied_database("backed_up", base=demonstration_base) as url:
        yield url


@pytest.fixture(scope="module")
def backup(source, key, tmp_path_factory):
    """The path of an encrypted backup of the demonstration."""
    folder = tmp_path_factory.mktemp("backups")
    done = run("backup", folder=folder, url=source, BACKUP_RECIPIENTS=str(key.to_public()))
    assert done.returncode == 0, done.stderr
    assert "chiffrée" in done.stdout
    (path,) = folder.glob("*.age")
    return path


@pytest.fixture
def identity(key, tmp_path):
    path = tmp_path / "cle.txt"
    path.write_text(f"# clé des sauvegardes\n{key}\n")
    return path


def test_another_server_shows_the_same_pages_and_holds_the_same_rows(
    source, backup, identity, tmp_path
):
    with empty_base("restored") as url:
        done = run("restore", backup, "--cle", identity, folder=tmp_path, url=url)
        assert done.returncode == 0, done.stderr

        assert rows(url) == rows(source)
        assert pages(url) == pages(source)


def test_it_is_for_its_owner_alone_and_has_its_sum(backup):
    assert oct(backup.stat().st_mode)[-3:] == "600"
    assert b"correspondents_" not in backup.read_bytes()
    subprocess.run(["sha256sum", "--check", f"{backup}.sha256"], cwd=backup.parent, check=True)
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def refused(*words, url, folder):
    done = run("restore", *words, url=url, folder=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_what_cannot_be_restored_says_why_and_writes_nothing(source, backup, identity, tmp_path):
    cut = tmp_path / backup.name
    cut.write_bytes(backup.read_bytes()[:-100])
    other = tmp_path / "autre.txt"
    other.write_text(str(x25519.Identity.generate()))
    with empty_base("refused") as url:
        where = {"url": url, "folder": tmp_path}
        assert "somme de contrôle" in refused(cut, "--cle", identity, **where)
        (tmp_path / f"{backup.name}.sha256").write_text(
            (backup.parent / f"{backup.name}.sha256").read_text()
        )
        assert "est coupé ou a changé" in refused(cut, "--cle", identity, **where)
        assert "donnez le fichier de sa clé" in refused(backup, **where)
        assert "n’ouvre pas cette sauvegarde" in refused(backup, "--cle", other, **where)
        assert rows(url) == set()
    assert "n’est pas vide" in refused(backup, "--cle", identity, url=source, folder=tmp_path)


def test_old_ones_are_erased_never_the_last(source, tmp_path):
    for day in ("2020-01-01T010000", "2020-01-02T010000"):
        (tmp_path / f"annuaire-{day}.dump").touch()
        (tmp_path / f"annuaire-{day}.dump.sha256").touch()

    done = run("backup", folder=tmp_path, url=source)

    assert "Anciennes sauvegardes effacées : 2." in done.stdout
    assert "en clair : BACKUP_RECIPIENTS est vide" in done.stdout
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"BACKUP_RECIPIENTS": "age1faux"}, "doit donner des clés publiques d’age"),
        ({"DATABASE_URL": "postgresql://personne@127.0.0.1:1/rien"}, "pg_dump a échoué"),
    ],
)
def test_a_backup_that_fails_leaves_nothing(source, tmp_path, environment, sentence):
    done = run("backup", folder=tmp_path, url=source)
    assert done.returncode == 0
    before = sorted(tmp_path.iterdir())
    url = environment.pop("DATABASE_URL", source)

    done = run("backup", folder=tmp_path, url=url, **environment)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert sorted(tmp_path.iterdir()) == before
