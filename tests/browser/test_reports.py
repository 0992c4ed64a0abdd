"""A visitor reports an error, the delegation reviews it; what the directory is worth is shown."""

import pytest

from .checks import check, press

pytestmark = pytest.mark.browser


def test_a_report_is_sent_read_and_refused(newcomer, staff):
    newcomer.goto("/correspondants/")
    newcomer.locator(".p-org").first.click()
    newcomer.wait_for_url("**/postes/**")
    newcomer.get_by_role("link", name="Signaler une erreur").first.click()
    newcomer.wait_for_url("**/signaler/")
    check(newcomer)
    press(newcomer, "Envoyer le signalement")
    newcomer.get_by_text("Choisissez ce qui est inexact.").first.wait_for()
    check(newcomer)
    newcomer.get_by_role("radio", name="Autre chose").check(force=True)
    newcomer.get_by_label("Que faudrait-il lire").fill("Le nom s’écrit avec un accent.")
    newcomer.wait_for_timeout(3500)  # a person takes that long; a robot does not
    press(newcomer, "Envoyer le signalement")
    newcomer.wait_for_url("**/signalement-recu/")
    check(newcomer)

    staff.goto("/espace-poste/propositions/")
    check(staff)
    staff.locator(".site-list a").last.click()  # the newest: other journeys leave theirs
    staff.wait_for_url("**/propositions/*-*/")
    assert staff.get_by_text("Le nom s’écrit avec un accent.").is_visible()
    check(staff)
    staff.get_by_role("radio", name="Refuser").check(force=True)
    press(staff, "Enregistrer ces décisions")
    staff.get_by_text("Dites pourquoi vous refusez.").first.wait_for()
    check(staff)
    staff.get_by_label("Signalement : pourquoi").fill("Le nom est exact.")
    press(staff, "Enregistrer ces décisions")
    staff.get_by_text("Refusée").wait_for()
    check(staff)


def test_the_chart_of_freshness_is_accessible_and_fits_a_phone(newcomer):
    newcomer.goto("/")
    newcomer.get_by_role("link", name="Mois par mois et par zone").click()
    newcomer.wait_for_url("**/fraicheur/")

    assert newcomer.get_by_role("img", name="Diagramme").is_visible()
    check(newcomer)
