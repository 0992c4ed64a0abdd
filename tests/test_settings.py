"""Production refuses what is not safe; its example is clean."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent


def example():
    """The variables of .env.example."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def check(**changes):
    environment = {"PATH": os.environ["PATH"], **example(), **changes}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
    )


def test_the_example_of_production_is_clean():
    done = check()

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "trop-court"),
        ("DEBUG", "true"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", None),
        ("SITE_URL", "http://annuaire.exemple.example"),
        ("OFFICIAL_SITE", "true"),
    ],
)
def test_production_refuses_an_unsafe_setting(name, value):
    done = check(**{name: value})

    assert done.returncode != 0
    assert "Production refusée" in done.stderr


def test_the_official_site_has_a_data_protection_officer():
    official = {"OFFICIAL_SITE": "true", "DELEGATION_EMAIL": "delegation@ministere.test"}

    refused = check(**official)
    taken = check(**official, DPO_EMAIL="dpo@ministere.test")

    assert "DPO_EMAIL doit être l’adresse du délégué" in refused.stderr
    assert taken.returncode == 0, taken.stderr
