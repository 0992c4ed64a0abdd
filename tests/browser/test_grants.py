"""A subsidy from the retained dossier to its second payment, in the delegation's admin."""

import re

import pytest

from .checks import check, press, press_final

pytestmark = pytest.mark.browser

RETAIN = """
from tests.factories import DecisionFactory
DecisionFactory(
    application__title="Un projet à subventionner",
    application__months=24,
    application__call__balance_share=80,
    application__call__windows=[(-90, -60)],
    closed=True,
)
"""


def test_a_subsidy_is_opened_reported_on_and_paid(staff, shell, tmp_path):
    shell(RETAIN)
    staff.goto("/admin/projects/grant/")
    press(staff, "Ouvrir une subvention")
    staff.wait_for_url("**/ouvrir/")
    check(staff)
    staff.get_by_role("link", name=re.compile("Un projet à subventionner")).click()
    staff.get_by_text("80 % avant le compte rendu final").wait_for()
    check(staff)
    staff.get_by_label("Numéro de la subvention").fill("S-NAVIGATEUR")
    staff.get_by_label("Début du projet").fill("2025-01-15")
    staff.get_by_role("button", name="Relire avant d’ouvrir").click()
    press_final(staff, "Ouvrir la subvention")
    staff.wait_for_url("**/change/")
    staff.get_by_text("La subvention est ouverte").wait_for()
    staff.locator(".object-tools").get_by_role("link", name="Actes").click()
    staff.wait_for_url("**/actes/")
    check(staff)

    report = tmp_path / "bilan.pdf"
    report.write_bytes(b"%PDF-1.7")
    for part in ("partie technique", "partie financière"):
        form = staff.get_by_role("form", name="Noter ce qui est reçu")
        form.get_by_label("Compte rendu").select_option("compte rendu intermédiaire n° 1")
        form.get_by_label("Partie").select_option(part)
        form.get_by_label("Fichier").set_input_files(report)
        form.get_by_role("button", name="Noter la réception").click()
        staff.get_by_text(re.compile(f"{part} : reçue le")).wait_for()

    pay = staff.get_by_role("form", name="Noter un versement")
    pay.get_by_label("Tranche").select_option("tranche 2, 2026")
    pay.get_by_label("Demande de paiement").fill("DP-1")
    pay.get_by_role("button").click()
    staff.get_by_role("alert").get_by_text("attend son compte rendu").wait_for()
    check(staff)
    staff.get_by_role("button", name="Relire avant d’accepter").click()
    press_final(staff, "Accepter le compte rendu")
    staff.get_by_text("peuvent être versées").wait_for()
    pay.get_by_label("Tranche").select_option("tranche 2, 2026")
    pay.get_by_label("Demande de paiement").fill("DP-1")
    pay.get_by_role("button").click()
    press_final(staff, "Noter le versement")
    staff.get_by_text("tranche 2, 2026 : versée le").wait_for()
    check(staff)
    assert staff.complaints == []
