"""From the page of a country to a message sent, on a phone, without JavaScript."""

import pytest

from .conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(workshop, chromium):
    context = chromium.new_context(
        base_url=workshop, locale="fr-FR", viewport=PHONE, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_a_secretary_writes_to_the_post_that_answers_for_gambia(phone):
    phone.goto("/pays/gm/")
    phone.get_by_role("link", name="Écrire au poste").first.click()
    phone.get_by_label("Votre demande porte sur").select_option("Recherche de partenaire")
    phone.get_by_label("Votre message").fill("Notre école cherche une école.")
    phone.get_by_label("Votre nom").fill("Élise Inventée")
    phone.get_by_label("Votre collectivité ou organisme").fill("Commune de Villeneuve-l’Exemple")
    phone.get_by_label("Votre adresse électronique").fill("elise@commune.example")
    phone.wait_for_timeout(3100)  # a person is slower than a robot
    phone.get_by_role("button", name="Envoyer").click()

    phone.wait_for_url("**/pays/gm/ecrire/envoye/**")
    assert phone.get_by_text("Merci, votre message est enregistré").is_visible()
