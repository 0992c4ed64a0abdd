"""The delegation prepares an edition, publishes it and compares it; the public reads it."""

import pytest

from .checks import check, press

pytestmark = pytest.mark.browser


def test_an_edition_goes_from_a_draft_to_its_public_page(staff):
    staff.goto("/admin/correspondents/edition/")
    check(staff)
    staff.goto("/admin/correspondents/edition/add/")
    assert staff.get_by_label("Numéro").input_value() == "2"
    check(staff)
    staff.get_by_label("Validée par").fill("Madeleine Inventée")
    press(staff, "Enregistrer")

    staff.wait_for_url("**/edition/*/change/")
    check(staff)
    press(staff, "Publier…")
    staff.wait_for_url("**/publier/")
    check(staff)
    press(staff, "Publier l’édition n° 2, sans retour")
    staff.wait_for_url("**/edition/*/change/")
    assert staff.get_by_role("link", name="Publier…").count() == 0
    check(staff)

    staff.goto("/correspondants/")
    press(staff, "Éditions de la liste")
    staff.wait_for_url("**/correspondants/editions/")
    press(staff, "Édition n° 2")
    staff.wait_for_url("**/editions/2/")
    assert staff.get_by_role("heading", name="Ce qui a changé depuis l’édition n° 1").is_visible()
    check(staff)


def test_the_list_of_a_day_and_what_changed_are_taken_as_files(staff):
    staff.goto("/admin/correspondents/correspondent/")
    press(staff, "Liste à une date")
    staff.wait_for_url("**/a-une-date/")
    check(staff)
    with staff.expect_download() as download:
        press(staff, "Télécharger")
    assert download.value.suggested_filename.endswith(".xlsx")

    staff.goto("/admin/correspondents/edition/changements/")
    check(staff)
    press(staff, "Comparer")
    staff.wait_for_url("**/changements/?avant=*")
