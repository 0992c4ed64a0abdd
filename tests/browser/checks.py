"""What is verified of every screen, and how a keyboard presses what is on it."""

from datetime import timedelta
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from django.utils import timezone

from ..hypothesis_profiles import is_whole
from .conftest import PHONE

FAULTS_ALONE = {"resultTypes": ["violations"]}
CONTRAST_ALONE = {**FAULTS_ALONE, "runOnly": ["color-contrast"]}
# The admin's links pass from a colour to another in some frames.
SETTLED = """async () => {
    await new Promise(requestAnimationFrame)
    await Promise.allSettled(document.getAnimations().map(animation => animation.finished))
}"""
REFUSAL = ".fr-alert--error, .fr-error-text, .errorlist, .errornote"
# The screens whose accessibility this process has seen: (their address as a route, as refusals).
SEEN = set()


def check(page):
    """The screen has no accessibility fault, is read in the dark too, and fits a phone.

    `make test` asks axe once a route and state of it, `make drill` each time.
    """
    screen = resolve(urlsplit(page.url).path).route, page.locator(REFUSAL).count() > 0
    if is_whole() or screen not in SEEN:
        check_accessibility(page)
        page.emulate_media(color_scheme="dark")
        page.evaluate(SETTLED)
        check_accessibility(page, CONTRAST_ALONE)
        page.emulate_media(color_scheme="light")
        SEEN.add(screen)
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(desk)


def check_accessibility(page, options=FAULTS_ALONE):
    complaints = getattr(page, "complaints", [])
    known = list(complaints)
    results = Axe().run(page, options=options)
    complaints[:] = known  # axe itself tries inline styles, which the policy refuses
    assert results.violations_count == 0, results.generate_report()


def press(page, name):
    """Reach a button or a link by its name and press it, by the keyboard."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.focus()
    page.keyboard.press("Enter")


def press_final(page, name):
    """Press the button of an act without return, on the page that says what follows."""
    page.get_by_role("heading", name="Ce qui arrive ensuite").wait_for()
    check(page)
    press(page, f"{name}, sans retour")


def in_two_months():
    """A day to come that a form accepts: one of decades ahead is refused."""
    return (timezone.localdate() + timedelta(days=60)).isoformat()
