"""The documents name files that are there."""

import re
from pathlib import Path

import pytest

from scripts import pictures

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("fixtures/**/*.md")]
PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.*-]+\.(?:py|html|txt|md|csv|json|sql))?)`")
# Made by the commands themselves: a fresh clone has none of them.
MADE = {line[1:] for line in (ROOT / ".gitignore").read_text().splitlines() if line[:1] == "/"}
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINK = re.compile(r"\]\((?!\w+:)([^)#]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_files_that_exist(document):
    text = document.read_text(encoding="utf-8")
    linked = {name for name in LINK.findall(text) if not (document.parent / name).exists()}

    named = set(PATH.findall(text)) - MADE
    missing = {n for n in named if not (any(ROOT.glob(n)) or (document.parent / n).exists())}

    assert linked | missing == set()


def test_the_readme_is_read_in_one_go():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80


def test_a_document_names_tests_that_exist():
    for document in DOCUMENTS:
        for path, name in TEST.findall(document.read_text(encoding="utf-8")):
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_each_page_has_its_pictures_and_the_document_shows_them_all():
    taken = {name for name, *_ in pictures.names()}

    shown = LINK.findall((ROOT / "docs" / "pictures.md").read_text(encoding="utf-8"))
    assert {name.removeprefix("pictures/") for name in shown} == taken
    assert {path.name for path in pictures.FOLDER.iterdir()} == taken
    assert sum(path.stat().st_size for path in pictures.FOLDER.iterdir()) < 2_000_000
