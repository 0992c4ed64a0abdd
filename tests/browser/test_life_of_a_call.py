"""One call from its opening to the last payment, through each hand: nothing but days is given."""

import re

import pytest

from .checks import check, in_two_months, press, press_final
from .conftest import PHONE

pytestmark = pytest.mark.browser

# A draft of a call, a dossier filed for it, the post that will be asked and its COCAC.
BEGIN = """
from datetime import date
from correspondents.models import Post
from tests.factories import ApplicationFactory, CallFactory, CorrespondentFactory
Post.objects.filter(slug="dakar").update(mailbox="poste.bout@diplomatie.example")
CorrespondentFactory(
    post=Post.objects.get(slug="dakar"), role="cocac", email="cocac.bout@diplomatie.example"
)
call = CallFactory(
    draft=True, title="Un appel de bout en bout", slug="bout-en-bout", balance_share=80
)
call.envelopes.create(amount=50_000, currency="EUR")
dossier = ApplicationFactory(
    call=call, reference="BOUT-1", title="Un forage de bout en bout", months=12,
    starts_on=date(2025, 1, 15),
)
print(call.pk, dossier.pk)
"""
# The path of the link that a mail of this kind carries to an address.
LINK = """
import re
from correspondents.models import Message
from tests.mailserver import leaving
mail = Message.objects.filter(kind="{kind}", to="{to}").latest("pk")
print(re.search(r"/avis/[^\\s]+", leaving(mail))[0])
"""
# Weeks pass: the call closes, the committee meets today.
MEET = """
from datetime import timedelta
import pgtrigger
from django.utils import timezone
from projects.models import Window
from tests.factories import CallFactory, CommitteeFactory
call = CallFactory._meta.model.objects.get(slug="bout-en-bout")
with pgtrigger.ignore("projects.Window:moves_by_postponing"):
    Window.objects.filter(call=call).update(closes_at=timezone.now() - timedelta(days=1))
committee = CommitteeFactory(call=call, held_on=timezone.localdate())
committee.members.create(name="Awa Inventée", is_chair=True, attendance="present")
print(committee.pk)
"""
TOLD = """
from correspondents.models import Message
print(Message.objects.get(kind="decision", to="mairie.bout@commune.example").subject)
"""


def test_a_call_lives_from_its_opening_to_its_last_payment(staff, newcomer, shell, tmp_path):
    newcomer.set_viewport_size(PHONE)
    *_, number, dossier = shell(BEGIN).split()
    call = f"/admin/projects/call/{number}"
    publish(staff, newcomer, call)
    say_whom_to_write_to(staff, f"/admin/projects/application/{dossier}/change/")
    ask(staff, call)
    draft(newcomer, shell(LINK.format(kind="opinion_request", to="poste.bout@diplomatie.example")))
    validate(
        newcomer, shell(LINK.format(kind="opinion_validation", to="cocac.bout@diplomatie.example"))
    )
    committee = f"/admin/projects/committee/{shell(MEET).split()[-1]}"
    freeze(staff, committee)
    decide(staff, committee)
    settle(staff, committee)
    assert shell(TOLD).split()
    read_the_result(newcomer)
    open_the_subsidy(staff)
    report = tmp_path / "bilan.pdf"
    report.write_bytes(b"%PDF-1.7")
    pay_against_the_report(staff, report)
    assert staff.complaints == newcomer.complaints == []


def publish(staff, visitor, call):
    staff.goto(f"{call}/actes/")
    check(staff)
    press(staff, "Relire avant de publier")
    press_final(staff, "Publier l’appel")
    staff.get_by_text("est publié.").wait_for()
    visitor.goto("/appels-a-projets/bout-en-bout/")
    visitor.get_by_role("heading", name="Un appel de bout en bout").wait_for()
    check(visitor)


def say_whom_to_write_to(staff, dossier):
    staff.goto(dossier)
    staff.get_by_label("Personne à qui écrire").fill("Marie Inventée")
    staff.get_by_label("Courriel du porteur").fill("mairie.bout@commune.example")
    staff.get_by_label("Adresse postale").fill("1 rue de Bout\n35000 Rennes")
    staff.get_by_role("button", name="Enregistrer", exact=True).click()
    staff.locator(".messagelist .success").wait_for()


def ask(staff, call):
    staff.goto(f"{call}/avis/")
    staff.get_by_label("Avis attendu au plus tard le").fill(in_two_months())
    press(staff, "Relire avant d’envoyer")
    staff.get_by_text("BOUT-1").first.wait_for()
    press_final(staff, "Envoyer les saisines")
    staff.get_by_text("Avis demandés : ").wait_for()
    check(staff)


def draft(correspondent, link):
    correspondent.goto(link.strip())
    correspondent.get_by_role("link", name=re.compile("BOUT-1")).click()
    correspondent.get_by_label("Votre nom et votre fonction").fill("Camille Inventée, V. I.")
    correspondent.get_by_label("Sens de l’avis").select_option("favorable")
    correspondent.get_by_label("Motifs").fill("Le forage répond à un besoin.")
    press(correspondent, "Relire avant de soumettre")
    press(correspondent, "Soumettre à la validation")
    correspondent.get_by_text("L’avis est soumis").wait_for()
    check(correspondent)


def validate(cocac, link):
    cocac.goto(link.strip())
    check(cocac)
    press(cocac, "Valider l’avis, sans retour")
    cocac.get_by_text("Un avis validé ne se modifie plus.").wait_for()
    check(cocac)


def freeze(staff, committee):
    staff.goto(f"{committee}/actes/")
    press(staff, "Relire avant de figer le dossier du comité")
    press(staff, "Figer le dossier du comité, sans retour")
    staff.get_by_text("est figé").wait_for()
    check(staff)
    press(staff, "Version 1")
    staff.wait_for_url("**/dossier/1/")
    staff.get_by_text("Le forage répond à un besoin.").first.wait_for()
    check(staff)


def decide(staff, committee):
    staff.goto(f"{committee}/decisions/")
    check(staff)
    staff.get_by_label("Décision, dossier BOUT-1", exact=True).select_option("retenu")
    press(staff, "Enregistrer les décisions")
    staff.get_by_text("La grille est enregistrée.").wait_for()
    check(staff)


def settle(staff, committee):
    staff.goto(f"{committee}/actes/")
    press(staff, "Relire avant d’arrêter le procès-verbal")
    press_final(staff, "Arrêter le procès-verbal")
    staff.get_by_text("Le procès-verbal est arrêté").wait_for()
    press(staff, "Relire avant de publier les résultats")
    press_final(staff, "Publier les résultats")
    staff.get_by_text("Les résultats sont publics.").wait_for()
    press(staff, "Relire avant de notifier 1 décision")
    press_final(staff, "Notifier les décisions")
    staff.get_by_text("Décisions notifiées : 1, dont 1 par courriel.").wait_for()
    check(staff)
    for read in ("proces-verbal", "lettres"):
        staff.goto(f"{committee}/{read}/")
        staff.get_by_text("BOUT-1").first.wait_for()
        check(staff)


def read_the_result(visitor):
    visitor.goto("/projets/?q=forage+de+bout+en+bout")
    check(visitor)
    press(visitor, "Un forage de bout en bout")
    visitor.wait_for_url(re.compile(r"/projets/\d+/$"))
    visitor.get_by_role("heading", name="Un forage de bout en bout").wait_for()
    check(visitor)


def open_the_subsidy(staff):
    staff.goto("/admin/projects/grant/ouvrir/")
    staff.get_by_role("link", name=re.compile("BOUT-1")).click()
    staff.get_by_label("Numéro de la subvention").fill("S-BOUT")
    check(staff)
    staff.get_by_role("button", name="Relire avant d’ouvrir").click()
    press_final(staff, "Ouvrir la subvention")
    staff.get_by_text("La subvention est ouverte").wait_for()
    staff.locator(".object-tools").get_by_role("link", name="Actes").click()
    staff.wait_for_url("**/actes/")
    check(staff)


def pay_against_the_report(staff, report):
    pay = staff.get_by_role("form", name="Noter un versement")
    pay.get_by_label("Demande de paiement").fill("DP-1")
    pay.get_by_role("button").click()
    press_final(staff, "Noter le versement")
    staff.get_by_text("tranche 1, 2025 : versée le").first.wait_for()
    pay.get_by_label("Demande de paiement").fill("DP-2")
    pay.get_by_role("button").click()
    staff.get_by_text("attend son compte").first.wait_for()
    check(staff)
    receive = staff.get_by_role("form", name="Noter ce qui est reçu")
    for part in ("partie technique", "partie financière"):
        receive.get_by_label("Partie").select_option(part)
        receive.get_by_label("Fichier").set_input_files(report)
        receive.get_by_role("button", name="Noter la réception").click()
        staff.get_by_text(re.compile(f"{part} : reçue le")).wait_for()
    staff.get_by_role("button", name="Relire avant d’accepter").click()
    press_final(staff, "Accepter le compte rendu")
    staff.get_by_text("peuvent être versées").wait_for()
    pay.get_by_label("Demande de paiement").fill("DP-2")
    pay.get_by_role("button").click()
    press_final(staff, "Noter le versement")
    staff.get_by_role("heading", name=re.compile("S-BOUT.*soldée")).wait_for()
    check(staff)
