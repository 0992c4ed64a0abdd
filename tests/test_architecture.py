"""The four rooms: imports and foreign keys point one way, config down to correspondents."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["correspondents", "atlas", "projects", "config"]  # from the lowest up


def imported(path):
    """The top-level packages that a module imports, relative imports left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below(room):
    above = set(ROOMS[ROOMS.index(room) + 1 :]) | {"tests"}

    wrong = {
        f"{path.relative_to(ROOT)} → {package}"
        for path in (ROOT / room).rglob("*.py")
        for package in imported(path)
        if package in above
    }

    assert wrong == set()


@pytest.mark.parametrize("room", ROOMS)
def test_foreign_keys_point_down(room):
    above = set(ROOMS[ROOMS.index(room) + 1 :])

    wrong = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.remote_field
        if field.related_model and field.related_model._meta.app_label in above
    }

    assert wrong == set()


def test_the_project_does_not_lean_on_the_shared_folder():
    # Tests and the fixtures' generator may; what runs may not.
    leaning = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "../shared" in path.read_text(encoding="utf-8")
    }

    assert leaning == set()


def called(name):
    """How the code calls a template: a mail without its folder and its extension."""
    return f'"{Path(name).stem}"' if name.startswith("emails/") else name


def test_every_template_is_used():
    templates = ROOT / "templates"
    sources = [
        path.read_text(encoding="utf-8")
        for folder in [*(ROOT / room for room in ROOMS), templates]
        for path in folder.rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    ]
    # Found by the name that Django or the sign-in library gives them.
    by_name_of_django = {
        "account",
        "mfa",
        "registration",
        "admin",
        "400.html",
        "403.html",
        "404.html",
        "500.html",
    }

    unused = {
        name
        for path in templates.rglob("*.html")
        if not any(part in by_name_of_django for part in path.relative_to(templates).parts)
        if (name := str(path.relative_to(templates)))
        if not any(name in source or called(name) in source for source in sources)
    }

    assert unused == set()
