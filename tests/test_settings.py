"""Production refuses what is not safe; its example is clean."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from secrets import token_urlsafe

import pytest

from config import environment

from .databases import files_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent


def example():
    """The variables of .env.example, as a shell reads them."""
    script = "set -eu; set -a; . ./.env.example; env -0"
    done = subprocess.run(["sh", "-c", script], cwd=ROOT, env={}, capture_output=True, check=True)
    assert done.stderr == b""
    pairs = (line.split("=", 1) for line in done.stdout.decode().split("\0") if line)
    return {name: value for name, value in pairs if name in named()}


def named():
    """Those that .env.example names, in its order, the commented ones included."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE)


def asked():
    """Those that the settings and gunicorn ask the environment for, in their order."""
    readers = {name for name, value in vars(environment).items() if callable(value)}
    for path in ("config/settings.py", "config/gunicorn.py"):
        calls = [
            (node.lineno, node.args[0].value)
            for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if node.func.id in readers and node.args and isinstance(node.args[0], ast.Constant)
        ]
        yield from (name for _, name in sorted(calls))


def check(**changes):
    return manage("check", "--deploy", "--fail-level", "WARNING", **changes)


def environment_of(**changes):
    """That of the example, its key and what changes replaced; None takes a variable away."""
    own = {"PATH": os.environ["PATH"], "SECRET_KEY": token_urlsafe(64)}
    environment = {**example(), **own, **changes}
    return {name: value for name, value in environment.items() if value is not None}


def manage(*command, **changes):
    """A command in such an environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment_of(**changes),
        capture_output=True,
        text=True,
    )


def test_the_example_shows_every_variable_in_the_order_of_the_settings():
    assert named() == list(asked())


def test_the_environment_is_read_in_one_place():
    rooms = [f"{room}/**/*.py" for room in ("config", "projects", "atlas", "correspondents")]
    readers = {
        str(path.relative_to(ROOT))
        for path in files_of(rooms)
        if re.search(r"os\.(getenv|environ\.get)", path.read_text(encoding="utf-8"))
    }

    assert readers == {"config/environment.py"}


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


def test_production_refuses_the_key_that_the_example_publishes():
    done = check(SECRET_KEY=example()["SECRET_KEY"])

    assert "SECRET_KEY doit être propre au site" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ENVIRONMENT", "prod", "ENVIRONMENT doit être development ou production"),
        ("OFFICIAL_SITE", "peut-être", "OFFICIAL_SITE doit être true ou false"),
        ("EMAIL_PORT", "smtp", "EMAIL_PORT doit être un nombre entier, et non « smtp »"),
        ("FRESH_MONTHS", "", "FRESH_MONTHS doit être un nombre entier"),
        ("RETENTION_DEPARTED_MONTHS", "-1", "RETENTION_DEPARTED_MONTHS doit valoir au moins 0"),
        ("REPORT_REMINDER_DAYS", "-60,bientôt", "REPORT_REMINDER_DAYS doit être un nombre entier"),
        ("DATABASE_URL", "postgresql://u:secret/x@h/b", "DATABASE_URL doit donner un port"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_its_name(name, value, sentence):
    done = check(**{name: value})

    assert done.returncode != 0
    assert sentence in done.stderr
    assert "secret" not in done.stderr


def test_the_official_site_has_a_data_protection_officer():
    official = {"OFFICIAL_SITE": "true", "DELEGATION_EMAIL": "delegation@ministere.test"}

    refused = check(**official)
    taken = check(**official, DPO_EMAIL="dpo@ministere.test")

    assert "DPO_EMAIL doit être l’adresse du délégué" in refused.stderr
    assert taken.returncode == 0, taken.stderr


def test_production_has_no_command_of_the_demonstration():
    commands = manage("help", "--commands").stdout.split()

    assert {"prepare_demo", "seed_scale"}.isdisjoint(commands)
    assert "load_reference" in commands
