"""The sheet of the design system: what our pages use of it, dark as the system prefers."""

import re

import pytest
from django.contrib.staticfiles.finders import get_finders

from scripts.design_system import SHEET, prune, sheet, used_classes
from scripts.design_system import SOURCES as WHOLE

TEXT = SHEET.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_sheet_is_that_of_the_wheel_and_of_the_classes_that_pages_name():
    assert sheet() == TEXT, "run python -m scripts.design_system, then look at the pages"


@pytest.mark.slow
def test_it_has_the_classes_of_ours_that_the_design_system_knows():
    known = set(re.findall(r"\.(fr-[\w-]+)", "".join(path.read_text() for path in WHOLE)))

    kept = set(re.findall(r"\.(fr-[\w-]+)", TEXT))

    assert known & used_classes() <= kept
    assert kept <= used_classes() | set(re.findall(r"fr-[\w-]+", TEXT[TEXT.index(":not(") :]))
    assert {"fr-btn", "fr-input", "fr-alert--error", "fr-footer__top"} <= kept
    assert "fr-modal" not in kept


def test_a_rule_keeps_the_selectors_that_something_matches():
    rule = "", ".fr-btn:not(.fr-modal),.fr-modal .fr-btn,a", "color:red"

    assert prune(rule, {"fr-btn"}) == ("", ".fr-btn:not(.fr-modal),a", "color:red")
    assert prune(("", ".fr-modal", "color:red"), {"fr-btn"}) is None


def test_dark_colours_follow_the_system_without_a_script():
    light, dark = TEXT.split("@media (prefers-color-scheme:dark){\n")

    assert "data-fr-theme" not in TEXT
    for text, white in [(light, "#fff"), (dark, "#161616")]:
        assert re.search(rf"--grey-1000-50:{white}\b", text)
    assert set(re.findall(r"(--grey-[\w-]+):", dark)) <= set(re.findall(r"(--grey-[\w-]+):", light))


def test_no_token_of_our_sheets_is_unknown():
    ours = [path.read_text() for path in SHEET.parent.glob("*.css") if path != SHEET]

    read = {token for text in ours for token in re.findall(r"var\((--[\w-]+)\)", text)}

    assert read <= set(re.findall(r"(--[\w-]+)\s*:", "".join([TEXT, *ours])))


def test_the_files_that_the_sheet_names_are_collected_and_no_other_of_the_design_system():
    collected = {path for finder in get_finders() for path, _ in finder.list([])}

    named = set(re.findall(r"url\(\.\./([^)]+)\)", TEXT))
    assert named <= collected
    assert {path for path in collected if "dsfr" in path and "favicon" not in path} == named
    assert not [path for path in named if path.endswith(".woff")]
    assert len([path for path in named if path.endswith(".woff2")]) == 3
