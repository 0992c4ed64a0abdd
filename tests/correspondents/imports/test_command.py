"""The command from outside, as a shell runs it: what it prints where, and how it ends."""

import json
import subprocess
import sys

import pytest

from ...databases import ROOT, copied_database
from ..people_list.test_people_list import ANAIS, workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def base(django_db_setup):
    """The address of a base with the network in."""
    with copied_database("command") as url:
        yield url


@pytest.fixture
def run(base, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", base)

    def command(*arguments):
        called = [sys.executable, "manage.py", "import_correspondents", *map(str, arguments)]
        done = subprocess.run(called, cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    return command


def test_one_document_and_nothing_else(run, tmp_path):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(workbook([ANAIS]).read())

    code, printed, errors = run(path, "--json", "--absent", "confirm", "--edition", "2026-09-15")

    assert (code, errors) == (0, "")
    assert json.loads(printed)["totals"]["new"] == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("absent.xlsx", None, "ne peut pas être lu"),
        ("page.xlsx", b"<html></html>", "page web"),
        ("vide.csv", b"", "Le fichier est vide"),
    ],
)
def test_a_refusal_is_one_sentence_on_standard_error(run, tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    code, printed, errors = run(path, "--json", "--apply")

    assert (code, printed) == (1, "")
    assert sentence in errors
    assert len(errors.strip().splitlines()) == 1
    assert "Error" not in errors
