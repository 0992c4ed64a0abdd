"""What is verified of every screen, and how a keyboard presses what is on it."""

from axe_playwright_python.sync_playwright import Axe

from .conftest import PHONE

FAULTS_ALONE = {"resultTypes": ["violations"]}


def check(page):
    """The screen has no accessibility fault and fits a phone."""
    complaints = getattr(page, "complaints", [])
    known = list(complaints)
    results = Axe().run(page, options=FAULTS_ALONE)
    complaints[:] = known  # axe itself tries inline styles, which the policy refuses
    assert results.violations_count == 0, results.generate_report()
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(desk)


def press(page, name):
    """Reach a button or a link by its name and press it, by the keyboard."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.focus()
    page.keyboard.press("Enter")
