"""The delegation brings a list in, by keyboard alone, on screens that everybody can use."""

import io
import re

import pytest
from openpyxl import Workbook

from .checks import check, check_accessibility, press
from .conftest import INLINE_BYTES

pytestmark = pytest.mark.browser


def a_list(more_rows=0):
    book = Workbook()
    book.active.title = "Liste"
    for row in [
        ["Liste des correspondants"],
        ["Pays", "Poste", "Correspondant", "Mél", "Remarque"],
        ["AFRIQUE"],
        ["Togo", "Ambassade de France Lomé", "Mme Inès FICTIF", "ines.fictif@a.example", "été"],
        ["Chine", "Consulat général Shanghai", "M. Théo MODÈLE", "theo.modele@a.example", None],
        ["Syldavie", None, "Zoé BROUILLON", "zoe@a.example", None],
    ]:
        book.active.append(row)
    for number in range(more_rows):
        address = f"fictive.{number}@a.example"
        book.active.append(["Togo", None, f"Zoé BROUILLON-{number}", address, str(number) * 20])
    file = io.BytesIO()
    book.save(file)
    return {
        "name": "liste.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": file.getvalue(),
    }


def test_a_list_goes_from_upload_to_undo_by_keyboard(staff):
    staff.goto("/admin/correspondents/importbatch/add/")
    check(staff)
    staff.get_by_label("Fichier de la liste").set_input_files(a_list())
    press(staff, "Lire le fichier")

    staff.wait_for_url("**/colonnes/")
    check(staff)
    assert staff.get_by_label("Colonne C : « Correspondant »").input_value() == "name"
    press(staff, "Voir ce que dit la liste")

    staff.wait_for_url("**/change/")
    check(staff)
    assert staff.get_by_text("un nouveau poste à Shanghai est proposé").is_visible()
    staff.get_by_label("Créer : Consulat général de France à Shanghai").focus()
    staff.keyboard.press("Space")
    press(staff, "Enregistrer les réponses")
    staff.get_by_text("Réponses enregistrées : 1.").wait_for()
    for word in ["absents? du fichier", "rejetés?", "ignorés?", "nouveaux?"]:
        pile = re.compile(rf"^\d+ {word}$")
        press(staff, pile)
        staff.locator("a[aria-current=page]", has_text=pile).wait_for()
        staff.wait_for_load_state()
        check(staff)

    press(staff, "Appliquer")
    staff.get_by_text("appliqué.").first.wait_for()
    check(staff)
    press(staff, "Annuler cet import")
    staff.wait_for_url("**/annuler/")
    check(staff)
    press(staff, "Annuler cet import, sans retour")
    staff.get_by_text("annulé.").first.wait_for()


def test_the_list_of_imports_leads_to_a_new_one(staff):
    staff.goto("/admin/correspondents/importbatch/")
    press(staff, "Importer une liste")
    staff.wait_for_url("**/add/")


def test_a_heavy_list_shows_how_far_it_is_then_its_piles(staff):
    staff.goto("/admin/correspondents/importbatch/add/")
    file = a_list(more_rows=1500)
    assert len(file["buffer"]) > INLINE_BYTES
    staff.get_by_label("Fichier de la liste").set_input_files(file)
    press(staff, "Lire le fichier")

    staff.get_by_label("Avancement").wait_for()
    check(staff)
    staff.get_by_text("Étape 3 sur 3").wait_for(timeout=60_000)


def test_a_file_that_is_no_list_is_refused_on_a_page_that_everybody_can_read(staff):
    staff.goto("/admin/correspondents/importbatch/add/")
    page = {"name": "page.xlsx", "mimeType": "text/html", "buffer": b"<html></html>"}
    staff.get_by_label("Fichier de la liste").set_input_files(page)
    press(staff, "Lire le fichier")

    staff.get_by_text("Rien n’a été écrit.").wait_for()
    check(staff)


def test_the_inventory_goes_from_upload_to_its_piles_by_keyboard(staff):
    staff.goto("/admin/correspondents/importbatch/add/")
    press(staff, "Inventaire des partenariats")
    staff.wait_for_url("**/add/?liste=partnerships")
    check(staff)
    lines = "Commune;Partenaire;Pays\nDunkirk;Ndimagine;Sénégal\nRennes;Ndimagine;Sénégal\n"
    staff.get_by_label("Fichier de la liste").set_input_files(
        {"name": "inventaire.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    press(staff, "Lire le fichier")
    staff.wait_for_url("**/colonnes/")
    check(staff)
    press(staff, "Voir ce que dit la liste")

    staff.wait_for_url("**/change/")
    check(staff)
    staff.get_by_label("Une autre : son SIREN ou son code INSEE").fill("59183")
    press(staff, "Enregistrer les réponses")
    staff.get_by_text("Réponses enregistrées : 1.").wait_for()
    assert staff.get_by_text("Dunkerque (commune, Nord)").is_visible()
    check(staff)


def test_a_bad_cell_is_left_out_and_the_absent_are_searched_by_keyboard(staff):
    staff.goto("/admin/correspondents/importbatch/add/")
    lines = "Pays;Nom;Prénom;Courriel\nTogo;FICTIVE;Mary;mary fictive@a.example\n"
    staff.get_by_label("Fichier de la liste").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    press(staff, "Lire le fichier")
    staff.wait_for_url("**/colonnes/")
    press(staff, "Voir ce que dit la liste")
    staff.wait_for_url("**/change/")
    check_accessibility(staff)
    check(staff)

    press(staff, "Importer sans cette cellule (D2)")
    staff.get_by_text("Réponses enregistrées : 1.").wait_for()
    assert staff.get_by_role("button", name="Reprendre cette cellule (D2)").is_visible()

    press(staff, "absents du fichier")
    staff.get_by_label("Pays, poste, rôle ou personne").fill("senegal")
    staff.get_by_role("main").get_by_role("button", name="Chercher").click()
    staff.get_by_text("pour « senegal ».").wait_for()
    check_accessibility(staff)
    check(staff)
