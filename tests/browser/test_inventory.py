"""A post keeps its inventory: a row confirmed, a record completed, a partnership added."""

import pytest

from .checks import check, press
from .conftest import DESK

pytestmark = pytest.mark.browser

WORLD = """
from atlas.models import ForeignAuthority, LocalAuthority, Partnership
place = ForeignAuthority.objects.create(name="Kpalimagine", country_id="TG")
ForeignAuthority.objects.create(name="Atakpafeinte", country_id="TG", level="commune")
lead = LocalAuthority.objects.create(name="Villefeinte-Nord", type="commune", is_invented=True)
Partnership.objects.create(lead=lead, partner=place, kind="twinning")
"""
TOLD = """
from atlas.models import Agreement, Partnership
row = Partnership.objects.get(partner__name="Kpalimagine")
print(row.status, row.confirmed_on is not None, row.partner.level, row.partner.latitude,
      *[a.name for a in row.other_authorities.all()], *[a.name for a in row.other_partners.all()],
      Agreement.objects.get(object="Eau potable").partnership.partner.name, sep="|")
"""


def test_a_post_confirms_completes_and_adds(cocac, shell):
    shell(WORLD)
    cocac.set_viewport_size(DESK)
    cocac.goto("/espace-poste/inventaire/tg/?etat=tous")
    check(cocac)
    cocac.get_by_label("État : Villefeinte-Nord – Kpalimagine").select_option("running")
    cocac.get_by_label("Exact : Villefeinte-Nord – Kpalimagine").check(force=True)
    press(cocac, "Enregistrer")
    cocac.get_by_text("1 partenariat confirmé aujourd’hui.").wait_for()
    check(cocac)

    press(cocac, "Villefeinte-Nord – Kpalimagine")
    cocac.wait_for_url("**/fiches/*/")
    check(cocac)
    cocac.get_by_label("Autres collectivités françaises").fill("Rennes")
    cocac.get_by_label("Autres partenaires").fill("Atakpafeinte\nSokimagine")
    press(cocac, "Enregistrer et confirmer")
    cocac.get_by_text("« Sokimagine » n’est pas connue de l’Atlas (Togo)").first.wait_for()
    check(cocac)
    cocac.get_by_label("Autres partenaires").fill("Atakpafeinte\nSokimagine (nouvelle)")
    cocac.get_by_label("Niveau du partenaire").select_option("region")
    cocac.get_by_label("Point du partenaire").fill("6.9, 0.6")
    press(cocac, "Enregistrer et confirmer")
    cocac.get_by_text("enregistré et confirmé aujourd’hui").wait_for()

    cocac.goto("/espace-poste/inventaire/ajouter/?pays=tg")
    check(cocac)
    cocac.get_by_label("Collectivité française").fill("Rennes")
    cocac.get_by_label("Autorité locale partenaire").fill("Atakpafeinte")
    cocac.keyboard.press("Enter")
    cocac.get_by_role("heading", name="La fiche").wait_for()
    check(cocac)
    cocac.locator("[name=kind]").select_option("agreement")
    cocac.get_by_label("Convention : objet").fill("Eau potable")
    cocac.get_by_label("Convention : signée le").fill("2025")
    press(cocac, "Ajouter le partenariat")
    cocac.get_by_text("ajouté à l’inventaire").wait_for()
    check(cocac)

    told = shell(TOLD)
    assert told.strip().splitlines()[-1] == (
        "running|True|region|6.9|Rennes|Atakpafeinte|Sokimagine|Atakpafeinte"
    )
