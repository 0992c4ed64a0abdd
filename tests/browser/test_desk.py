"""The delegation's front page, and the rows that one pastes from it."""

import pytest

from .checks import check

pytestmark = pytest.mark.browser


def fits(page):
    """The screen needs no sideways scroll at the width of an office's screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_desk_leads_to_what_mends_a_cell_and_to_pasted_rows(staff):
    staff.goto("/admin/?zone=toutes")
    staff.get_by_role("heading", name="Postes qui demandent quelque chose").wait_for()
    check(staff)
    staff.get_by_role("region", name="Où en est chaque poste").get_by_role(
        "link", name="Vacant"
    ).first.click()
    staff.wait_for_url("**/admin/correspondents/correspondent/*/remplacer/")
    check(staff)
    staff.get_by_label("Prénom :", exact=True).fill("Nina")
    staff.get_by_role("button", name="Enregistrer").click()
    staff.get_by_text("Rien n’a été enregistré").wait_for()
    check(staff)
    fits(staff)
    staff.get_by_label("Nom :", exact=True).fill("Fictive-Neuve")
    staff.get_by_role("button", name="Enregistrer").click()
    staff.get_by_text("Nina Fictive-Neuve est en fonction.").wait_for()

    staff.get_by_label("Prénom :", exact=True).fill("Bernard")
    staff.get_by_label("Nom :", exact=True).fill("Remplaçant")
    staff.get_by_label("Nom :", exact=True).press("Enter")
    staff.get_by_role("button", name="La même personne").wait_for()
    check(staff)
    staff.get_by_role("button", name="Une autre personne").click()
    staff.wait_for_url("**/remplacer/")
    assert staff.get_by_label("Nom :", exact=True).input_value() == "Remplaçant"
    fits(staff)

    staff.goto("/admin/correspondents/correspondent/?suivi=vacancies")
    staff.get_by_role("link", name="Pourvoir").first.wait_for()
    check(staff)
    fits(staff)

    staff.goto("/admin/")
    staff.get_by_role("link", name="Coller des lignes d’un tableur").click()
    staff.wait_for_url("**/coller/")
    check(staff)
    rows = "Pays\tNom\tPrénom\tCourriel\nTogo\tFictive-Collée\tInès\tines.collee@a.example"
    staff.get_by_label("Lignes copiées du tableur").fill(rows)
    staff.get_by_role("button", name="Lire les lignes").click()
    staff.wait_for_url("**/colonnes/")
    staff.get_by_role("button", name="Voir ce que dit la liste").click()
    staff.wait_for_url("**/change/")
    staff.get_by_text("Étape 3 sur 3").wait_for()
    check(staff)


def test_the_desk_is_two_screens(staff):
    staff.set_viewport_size({"width": 1280, "height": 900})
    staff.goto("/admin/")

    main = staff.locator("#content-main").bounding_box()
    assert main["y"] + main["height"] <= 2 * 900
    fits(staff)
    staff.get_by_text("Où en est chaque poste").click()
    staff.get_by_role("region", name="Où en est chaque poste").wait_for()
    check(staff)


def test_a_form_is_no_wider_than_the_window(staff):
    staff.goto("/admin/projects/call/add/")
    fits(staff)
    boxes = staff.locator("[name=applicant_types]")
    assert boxes.count() > 4
    right = max(boxes.nth(place).bounding_box()["x"] for place in range(boxes.count()))
    assert right < staff.viewport_size["width"]

    staff.goto("/admin/correspondents/post/?q=dakar")
    staff.get_by_role("link", name="Ambassade de France au Sénégal").first.click()
    staff.get_by_role("heading", name="Compétences").wait_for()
    fits(staff)
