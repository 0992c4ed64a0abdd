"""A post invites two authorities that work at one place; one answers from its mail, on a phone."""

import pytest

from .checks import check, press, press_final
from .conftest import DESK

pytestmark = pytest.mark.browser

# Two invented communes work in an invented one of Togo; both have agreed to be invited.
WORLD = """
from django.utils import timezone
from atlas.models import AuthorityContact, ForeignAuthority, LocalAuthority, Partnership
place = ForeignAuthority.objects.create(name="Togofeinte", country_id="TG", level="commune")
for name in ("Villefeinte-Est", "Villefeinte-Ouest"):
    lead = LocalAuthority.objects.create(name=name, type="commune", is_invented=True)
    Partnership.objects.create(lead=lead, partner=place, kind="twinning")
    AuthorityContact.objects.create(
        authority=lead, name=f"Awa Imaginaire, {name}", email=f"{name.lower()}@commune.example",
        consented_on=timezone.localdate(), consent_source="Courriel",
    )
"""
LINK = """
import re
from correspondents.models import Message
from tests.mailserver import leaving
text = leaving(Message.objects.filter(kind="meeting").first())
print(re.search("(/atlas/coordination/reunion/.*)", text)[1])
"""


def test_a_post_invites_and_an_authority_answers(cocac, newcomer, shell):
    shell(WORLD)
    cocac.set_viewport_size(DESK)
    newcomer.goto("/atlas/coordination/?q=togofeinte")
    check(newcomer)
    press(newcomer, "Togofeinte")
    newcomer.get_by_text("À Togofeinte même").wait_for()
    check(newcomer)

    cocac.goto("/espace-poste/")
    press(cocac, "2 collectivités françaises travaillent à Togofeinte")
    cocac.wait_for_url("**/coordination/#territoire-*")
    check(cocac)
    press(cocac, "Inviter à une réunion : Togofeinte")
    cocac.wait_for_url("**/inviter/")
    check(cocac)
    day = cocac.evaluate("new Date(Date.now() + 864e6).toISOString().slice(0, 10)")
    cocac.locator("[name=held_on]").fill(day)
    cocac.get_by_label("Début").fill("15:00")
    cocac.get_by_label("Lieu ou lien").fill("Salle des mariages")
    cocac.get_by_label("Message").fill("Faisons le point.")
    for box in cocac.get_by_role("checkbox").all():
        box.check(force=True)
    press(cocac, "Relire les invitations")
    press_final(cocac, "Envoyer les invitations")
    cocac.get_by_text("2 invitations : les courriels vont partir.").wait_for()
    check(cocac)

    link = shell(LINK).split()[-1]
    newcomer.goto(link)
    check(newcomer)
    press(newcomer, "Nous viendrons")
    newcomer.get_by_text("Votre réponse : viendra").wait_for()
    check(newcomer)
    cocac.reload()
    cocac.get_by_text("viendra", exact=True).wait_for()
