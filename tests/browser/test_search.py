"""The finder in a browser: by the keyboard alone, without JavaScript, on a telephone."""

import re

import pytest

from .checks import check, check_accessibility
from .conftest import PHONE

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_goes_from_a_suggestion_to_the_page_that_tells_of_it(visit):
    page = visit("/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("exete")
    page.get_by_role("option", name=re.compile("^Exeter")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/pays/gb/?cherche=Exeter")
    assert page.get_by_text("Vous cherchiez « Exeter », ville du Royaume-Uni.").is_visible()
    check_accessibility(page)


def test_a_text_without_suggestion_is_told_and_has_ways_out(visit):
    page = visit("/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("zzgrxw")
    page.get_by_role("status").get_by_text("Aucune suggestion").wait_for(state="attached")
    page.keyboard.press("Enter")

    page.wait_for_url("**/recherche/?q=zzgrxw")
    main = page.locator("main")
    assert main.get_by_role("combobox").input_value() == "zzgrxw"
    for name in ("Tous les pays et territoires", re.compile("zzgrxw » dans l’Atlas")):
        assert main.get_by_role("link", name=name).is_visible()
    assert main.locator("a[href^='mailto:']").is_visible()


def test_without_a_script_a_telephone_reads_the_groups_and_reaches_an_answer(visit):
    page = visit("/", viewport=PHONE, javascript=False)
    page.get_by_label("Pays, territoire, ville ou nom").fill("Cologne")
    page.get_by_role("button", name="Rechercher").click()

    headings = page.locator("main h2").all_inner_texts()
    assert headings[:2] == ["Villes et régions", "Collectivités françaises"]
    assert (
        page.locator("main").get_by_text("Répond : Ambassade de France en Allemagne").is_visible()
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.locator("main .site-list a").first.click()
    page.wait_for_url("**/pays/de/")


@pytest.mark.parametrize(
    "address",
    ["/recherche/?q=Cologne", "/atlas/collectivites/213502388/", "/postes/?q=Bavière"],
)
def test_an_answer_is_accessible_and_fits_a_phone(visit, address):
    page = visit(address)

    check_accessibility(page)
    check(page)
