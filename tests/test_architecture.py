"""The four rooms, imports and foreign keys one way; their ground floor; no circle of files."""

import ast
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps

from .databases import files_of

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["correspondents", "atlas", "projects", "config"]  # from the lowest up
MOST_AT_ROOT = {"correspondents": 6, "atlas": 8, "projects": 8}

# The ground floor, and the packages that each of its packages may import besides itself.
GROUND = {
    "spreadsheets": set(),
    "mailing": {"spreadsheets"},
    "records": {"spreadsheets", "mailing"},
    "imports": {"spreadsheets", "mailing", "records"},
    "opendata": {"spreadsheets", "mailing", "records"},
}
# The files of models that belong to a package of the ground floor.
OWN_MODELS = {
    "access": "records",
    "changes": "records",
    "mail": "mailing",
    "links": "mailing",
    "imports": "imports",
    "opendata": "opendata",
}
# What landed migrations import under the path that it had then (ADR 24).
FORMER_PATHS = {
    "correspondents.atonce",
    "correspondents.models.rosters",
    "correspondents.text",
    "correspondents.watching",
}
# The names of classes that several files define, and why.
SHARED_NAMES = {
    "Cell",  # of a grid of the desk, and of a spreadsheet
    "Command",  # the name by which Django finds each command
}


def module_of(path):
    """The dotted name of a file; a package bears that of its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {
    module_of(path): path
    for path in files_of([f"{room}/**/*.py" for room in ROOMS])
    if "migrations" not in path.parts
}


@cache
def tree(module):
    """The syntax tree of a module."""
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


@cache
def tree_without_hints(module):
    """The same without what `if TYPE_CHECKING` imports, which no process ever runs."""
    body = [node for node in tree(module).body if not is_for_hints(node)]
    return ast.Module(body, type_ignores=[])


def is_for_hints(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def named_imports(module, tree=tree):
    """(package, name or "") of each import of a module, relative ones made absolute."""
    package = module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level]
            base = ".".join([*above, node.module or ""]).strip(".") if node.level else node.module
            yield from ((base, alias.name) for alias in node.names)


def model_files():
    """{(package of models, name): the file that defines the name}."""
    packages = [f"{room}.models" for room in ROOMS if f"{room}.models" in FILES]
    return {(p, name): base for p in packages for base, name in named_imports(p)}


DEFINED_IN = model_files()


def imported(module, tree=tree):
    """The files of the project that a module imports; a model counts as the file defining it."""
    for base, name in named_imports(module, tree):
        file = DEFINED_IN.get((base, name), f"{base}.{name}")
        file = file if file in FILES else base
        if file in FILES and file != module:
            yield file


def package_on_the_ground(module):
    """The package of the ground floor that a module belongs to, or None."""
    room, *rest = module.split(".")
    if room != "correspondents" or not rest:
        return None
    if rest[0] == "models":
        return OWN_MODELS.get(rest[-1])
    return rest[0] if rest[0] in GROUND else None


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below(room):
    above = set(ROOMS[ROOMS.index(room) + 1 :]) | {"scripts", "tests"}

    wrong = {
        f"{module} → {base}"
        for module in FILES
        if module.split(".")[0] == room
        for base, _ in named_imports(module)
        if base.split(".")[0] in above
    }

    assert wrong == set()


def test_the_ground_floor_knows_no_country_no_post_nobody():
    packages = {module: package_on_the_ground(module) for module in FILES}
    assert set(packages.values()) == {*GROUND, None}

    wrong = {
        f"{module} → {file}"
        for module, package in packages.items()
        if package
        for file in imported(module)
        if packages[file] != package and packages[file] not in GROUND[package]
    }

    assert wrong == set()


@pytest.mark.slow
def test_there_is_no_circle_of_files():
    try:
        files = {module: set(imported(module, tree_without_hints)) for module in FILES}
        TopologicalSorter(files).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.slow
def test_no_import_waits_inside_a_function_for_a_circle():
    # Settings and apps may: Django loads them before the models.
    waiting = {
        f"{module}: {ast.unparse(node)}"
        for module, path in FILES.items()
        if not module.startswith(
            ("config.admin_site", "config.apps", "correspondents.spreadsheets")
        )
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert waiting == set()


@pytest.mark.slow
def test_a_class_name_appears_in_one_file():
    files = defaultdict(set)
    for path in [*FILES.values(), *files_of(["scripts/**/*.py"])]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                files[node.name].add(module_of(path))

    assert {name for name, modules in files.items() if len(modules) > 1} == SHARED_NAMES


@pytest.mark.parametrize(("room", "most"), MOST_AT_ROOT.items())
def test_few_files_lie_at_the_root_of_a_room(room, most):
    assert len(list((ROOT / room).glob("*.py"))) <= most


@pytest.mark.slow
def test_former_paths_are_one_line_that_migrations_alone_import():
    imports = {base for module in FILES for base, _ in named_imports(module)}
    migrations = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/migrations/*.py")]
    assert imports & FORMER_PATHS == set()

    for module in FORMER_PATHS:
        _, line = ast.parse(FILES[module].read_text(encoding="utf-8")).body
        assert isinstance(line, ast.ImportFrom)
        assert any(
            f"{module} import" in text or f"import {module}\n" in text for text in migrations
        )


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
        module for module, path in FILES.items() if "../shared" in path.read_text(encoding="utf-8")
    }

    assert leaning == set()


def test_a_pattern_that_matches_no_file_is_a_fault():
    with pytest.raises(LookupError, match=r"nowhere/\*\.py"):
        files_of(["tests/*.py", "nowhere/*.py"])


def called(name):
    """How the code calls a template: a mail without its folder and its extension."""
    return f'"{Path(name).stem}"' if name.endswith(".txt") else name


@pytest.mark.slow
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
        for path in [*templates.rglob("*.html"), *templates.glob("emails/*.txt")]
        if not any(part in by_name_of_django for part in path.relative_to(templates).parts)
        if (name := str(path.relative_to(templates)))
        if not any(name in source or called(name) in source for source in sources)
    }

    assert unused == set()
