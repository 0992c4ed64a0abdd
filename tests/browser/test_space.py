"""A post keeps its list true from its own screens, on a phone as at a desk."""

import pytest

from .checks import check, press
from .conftest import DESK, PHONE

pytestmark = pytest.mark.browser


def go(page, name):
    """Follow the menu of the space, which a phone unfolds."""
    if page.viewport_size == PHONE:
        page.get_by_text("Menu de l’espace").focus()
        page.keyboard.press("Enter")
        check(page)
    press(page, name)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_post_confirms_receives_and_hands_over(cocac, viewport):
    cocac.set_viewport_size(viewport)
    cocac.goto("/espace-poste/")
    check(cocac)
    press(cocac, "Tout est exact")
    cocac.get_by_text("tout est exact, confirmé aujourd’hui").wait_for()
    check(cocac)

    go(cocac, "Contacts")
    cocac.wait_for_url("**/espace-poste/contacts/")
    check(cocac)
    press(cocac, "Enregistrer une arrivée")
    cocac.wait_for_url("**/arrivee/")
    check(cocac)
    cocac.get_by_label("Rôle").select_option("backup")
    name = f"Suppléante-{viewport['width']}"
    cocac.get_by_label("Nom", exact=True).fill(name)
    press(cocac, "Enregistrer l’arrivée")
    cocac.get_by_text(f"{name} est enregistré").wait_for()

    for act in ["Corriger", "Absence de", "Passation de", "Départ de"]:
        press(cocac, f"{act} {name}")
        cocac.get_by_role("heading", name=name).wait_for()
        check(cocac)
        go(cocac, "Contacts")
        cocac.wait_for_url("**/espace-poste/contacts/")
    go(cocac, "Fiche du poste")
    cocac.wait_for_url("**/fiche/")
    check(cocac)
