"""Two `pytest` at once, in one working copy."""

import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from correspondents.models import Post

from .databases import ROOT


@pytest.fixture
def left():
    """A base whose process was killed: nobody has its number."""
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute('CREATE DATABASE "tests_999_left"')
        yield lambda: server.execute(
            "SELECT FROM pg_database WHERE datname = 'tests_999_left'"
        ).fetchone()
        server.execute('DROP DATABASE IF EXISTS "tests_999_left"')


@pytest.mark.drill
@pytest.mark.django_db
def test_another_run_has_a_base_of_its_own(left):
    command = [sys.executable, "-m", "pytest", "-n", "0", "tests/correspondents/desk/test_zones.py"]

    other = subprocess.run(command, cwd=ROOT)

    assert other.returncode == 0
    assert Post.objects.filter(slug="dakar").exists()
    assert left() is None
