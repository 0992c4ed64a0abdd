"""The delegation asks for opinions; a correspondent drafts by a link, on a phone."""

import re

import pytest

from .checks import check, press
from .conftest import PHONE

pytestmark = pytest.mark.browser

LINK = """
from datetime import timedelta
from correspondents.models import SignedLink
from projects.models import OpinionBatch
batch = OpinionBatch.objects.order_by("pk").last()
link = SignedLink.objects.issue(
    "opinion", batch, to="vi@diplomatie.example", lasts=timedelta(days=9)
)
print(f"/avis/{link.token}/")
"""


def test_opinions_are_asked_for_and_drafted(staff, newcomer, shell):
    staff.goto("/admin/projects/call/")
    press(staff, "Exemple : appel à propositions clos")
    staff.wait_for_url("**/change/")
    staff.locator(".object-tools").get_by_role("link", name="Avis des postes").click()
    staff.wait_for_url("**/avis/")
    check(staff)
    staff.get_by_label("Avis attendu au plus tard le").fill("2090-03-01")
    staff.get_by_label("Message aux postes").fill("Merci de votre aide.")
    press(staff, "Relire avant d’envoyer")
    staff.get_by_text("Merci de votre aide.").first.wait_for()
    check(staff)
    press(staff, "Envoyer les saisines, sans retour")
    staff.get_by_text("Avis demandés à").wait_for()
    staff.get_by_role("link", name=re.compile("EXEMPLE-004")).click()
    staff.wait_for_url("**/instruction/")
    staff.get_by_text("Non respectée").first.wait_for()
    check(staff)

    newcomer.set_viewport_size(PHONE)
    newcomer.goto(shell(LINK).split()[-1])
    check(newcomer)
    newcomer.get_by_role("link", name=re.compile("EXEMPLE-004")).click()
    check(newcomer)
    press(newcomer, "Relire avant de soumettre")
    newcomer.get_by_text("Donnez votre nom et votre fonction").first.wait_for()
    check(newcomer)
    newcomer.get_by_label("Votre nom et votre fonction").fill("Camille Inventée, V. I.")
    newcomer.get_by_label("Sens de l’avis").select_option("favorable")
    newcomer.get_by_label("Motifs").fill("Le projet répond à un besoin.")
    newcomer.get_by_text(re.compile("Encore 9.971 caractères")).wait_for()
    newcomer.get_by_label("Votre nom et votre fonction").press("Enter")
    newcomer.get_by_text("Gardé : le brouillon ne compte pas encore.").wait_for()
    press(newcomer, "Relire avant de soumettre")
    newcomer.get_by_text("Voici ce que vous soumettez").wait_for()
    check(newcomer)
    press(newcomer, "Soumettre à la validation")
    newcomer.get_by_text("L’avis est soumis").wait_for()
    check(newcomer)
    assert staff.complaints == newcomer.complaints == []
