"""The delegation publishes a call and puts its closing off; a commune reads it on a phone."""

import re

import pytest

from .checks import check, press, press_final
from .conftest import PHONE

pytestmark = pytest.mark.browser


def test_a_call_is_copied_dated_published_and_put_off(staff, newcomer):
    staff.goto("/admin/projects/call/")
    press(staff, "Exemple : appel général")
    staff.wait_for_url("**/change/")
    staff.goto(staff.url.replace("/change/", "/actes/"))
    check(staff)
    press(staff, "Copier en brouillon")
    staff.get_by_text("Copie en brouillon : donnez-lui ses dates").wait_for()
    press(staff, "Relire avant de publier")
    staff.get_by_text("Il manque à cet appel : une période de dépôt.").wait_for()
    check(staff)
    staff.goto(staff.url.replace("/actes/", "/change/"))
    staff.get_by_label("Adresse courte").fill("appel-du-navigateur")
    name = re.compile(r"Ajouter\s: période de dépôt", re.IGNORECASE)
    staff.get_by_role("button", name=name).or_(staff.get_by_role("link", name=name)).first.click()
    staff.locator("[name=windows-0-opens_at_0]").fill("01/01/2020")
    staff.locator("[name=windows-0-opens_at_1]").fill("09:00")
    staff.locator("[name=windows-0-closes_at_0]").fill("30/06/2090")
    staff.locator("[name=windows-0-closes_at_1]").fill("12:00")
    staff.locator("[name=_save]").click()
    staff.wait_for_url("**/actes/")
    staff.get_by_role("heading", name="Exemple : appel général (copie)").wait_for()
    press(staff, "Relire avant de publier")
    press_final(staff, "Publier l’appel")
    staff.get_by_text("est publié.").wait_for()
    check(staff)

    newcomer.set_viewport_size(PHONE)
    newcomer.goto("/appels-a-projets/appel-du-navigateur/")
    newcomer.get_by_text("30 juin 2090 à 12 h 00").first.wait_for()
    check(newcomer)

    staff.get_by_label("Période").select_option(index=1)
    staff.locator("[name=closes_at_0]").fill("2090-07-15")
    staff.locator("[name=closes_at_1]").fill("12:00")
    staff.get_by_label("Raison, publiée").fill("La plateforme était fermée.")
    press(staff, "Relire avant de reporter la clôture")
    press_final(staff, "Reporter la clôture")
    staff.get_by_text("La clôture est reportée").wait_for()
    newcomer.reload()
    newcomer.get_by_text("Clôture reportée : elle était prévue le 30 juin 2090").wait_for()
    newcomer.get_by_text("La plateforme était fermée.").wait_for()
    check(newcomer)
