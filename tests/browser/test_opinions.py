"""The delegation asks for opinions; a correspondent drafts by a link, on a phone."""

import re

import pytest

from .checks import check, in_two_months, press, press_final
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


SUBMITTED = """
from datetime import timedelta
from django.utils import timezone
from correspondents.models import SignedLink
from projects.models import Opinion, OpinionRequest
from projects.opinions.validators import validators_of
asked = OpinionRequest.objects.open().filter(post__slug="dakar", opinion=None).first()
Opinion.objects.create(
    request=asked, application=asked.application, verdict="favourable", reasons="Oui.",
    drafted_by="Camille Inventée, V. I.", submitted_at=timezone.now(),
)
head = validators_of(asked.post)[0].email
link = SignedLink.objects.issue("validation", asked.batch, to=head, lasts=timedelta(days=9))
print(f"/avis/validation/{link.token}/{asked.pk}/relire/")
"""


def test_the_word_of_a_return_stands_in_its_frame(newcomer, shell):
    newcomer.set_viewport_size(PHONE)
    newcomer.goto(shell(SUBMITTED).split()[-1])
    newcomer.get_by_text("Renvoyer à Camille Inventée").click()
    frame = newcomer.locator("details[open]").bounding_box()
    word = newcomer.get_by_label("Ce qu’il faut revoir").bounding_box()
    assert word["x"] + word["width"] <= frame["x"] + frame["width"]

    newcomer.get_by_label("Ce qu’il faut revoir").fill("Précisez le calendrier.")
    press(newcomer, "Valider l’avis, sans retour")
    newcomer.get_by_text("Vous avez écrit un mot").first.wait_for()
    check(newcomer)
    assert newcomer.get_by_label("Ce qu’il faut revoir").input_value() == "Précisez le calendrier."


def test_opinions_are_asked_for_and_drafted(staff, newcomer, shell):
    staff.goto("/admin/projects/call/")
    press(staff, "Exemple : appel à propositions clos")
    staff.wait_for_url("**/change/")
    staff.locator(".object-tools").get_by_role("link", name="Avis des postes").click()
    staff.wait_for_url("**/avis/")
    check(staff)
    staff.get_by_label("Avis attendu au plus tard le").fill(in_two_months())
    staff.get_by_label("Message aux postes").fill("Merci de votre aide.")
    press(staff, "Relire avant d’envoyer")
    staff.get_by_text("Merci de votre aide.").first.wait_for()
    press_final(staff, "Envoyer les saisines")
    staff.get_by_text("Avis demandés : ").wait_for()
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
    newcomer.get_by_role("heading", name="Voici ce que vous soumettez").wait_for()
    check(newcomer)
    press(newcomer, "Soumettre à la validation")
    newcomer.get_by_text("L’avis est soumis").wait_for()
    check(newcomer)
    assert staff.complaints == newcomer.complaints == []
