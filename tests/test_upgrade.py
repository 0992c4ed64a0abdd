"""A base that the code of a past day made, brought to today's: the same as a new one."""

import subprocess

import psycopg
import pytest

from .catalogue import CATALOGUE, catalogue
from .databases import ROOT, copied_database, landed_base, manage

pytestmark = pytest.mark.slow

LANDED = "921404d4306f5d56c82b753ab9a3808199571460"  # 29 November 2026


def lines(address):
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        return catalogue(cursor)


def test_an_upgraded_base_is_the_same_as_a_new_one():
    known = ["git", "cat-file", "-e", LANDED]
    if subprocess.run(known, cwd=ROOT, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("The history of this clone does not go back to that day.")

    with copied_database("new") as address:
        new = lines(address)
    with copied_database("upgraded", lambda: landed_base(LANDED)) as address:
        manage("migrate", "--verbosity", "0", DATABASE_URL=address)
        upgraded = lines(address)

    assert all(len(new[kind]) > 100 for kind in CATALOGUE)
    assert upgraded == new
