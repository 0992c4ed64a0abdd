"""The lists on a phone: the rows come first, and one by one."""

import pytest

from .conftest import PHONE

pytestmark = pytest.mark.browser

LISTS = [
    "/correspondants/?zone=asie",
    "/postes/?zone=asie",
    "/pays/",
    "/appels-a-projets/",
    "/projets/",
    "/actualites/",
    "/atlas/coordination/?zone=asie",
    "/changements/",
]
FIRST_ROW = "main .dense tbody tr, main .rows > li, main .letter li"


@pytest.mark.parametrize("address", LISTS)
def test_the_first_row_is_near_the_top_of_a_phone(visit, address):
    page = visit(address)
    page.set_viewport_size(PHONE)

    assert page.locator(FIRST_ROW).first.bounding_box()["y"] <= 1000


def test_a_phone_reads_a_card_a_row_and_its_reader_a_table(visit):
    page = visit("/correspondants/")
    page.set_viewport_size(PHONE)

    cells = page.locator("main .dense tbody tr").first.locator("th, td")
    tops = [cells.nth(place).bounding_box()["y"] for place in range(cells.count())]

    assert tops == sorted(set(tops))
    assert page.get_by_role("table").get_by_role("columnheader", name="Vérification").count() == 1
    assert page.get_by_role("rowheader").first.get_by_role("heading", level=3).count() == 1


def test_a_filter_is_set_in_the_fold_and_removed_by_its_tag(visit):
    page = visit("/correspondants/")
    page.get_by_text("Filtres", exact=True).click()
    page.get_by_label("Rôle").select_option(label="Suppléant")
    page.get_by_role("button", name="Appliquer les filtres").click()

    page.get_by_role("link", name="Retirer le filtre Rôle : Suppléant").click()

    page.wait_for_url("**/correspondants/**")
    assert page.get_by_role("link", name="Retirer le filtre").count() == 0
