"""A post evaluates a project on a phone, validates, compares; the delegation reads it."""

import pytest

from .checks import check, press, press_final
from .conftest import PHONE

pytestmark = pytest.mark.browser

# A running project in Togo, evaluated once long ago.
PROJECT = """
from tests.factories import EvaluationFactory, GrantFactory
from correspondents.models import Post
grant = GrantFactory(
    decision__application__title="Puits inventés", decision__application__partner__country_id="TG"
)
EvaluationFactory(
    grant=grant, post=Post.objects.get(slug="lome"), days_ago=400, validated="Awa Inventée"
)
"""
CRITERIA = ["Pertinence", "Cohérence", "Efficacité", "Efficience", "Impact", "Viabilité"]
# One pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368"
    "00000082008177cd72b60000000049454e44ae426082"
)


def test_a_project_is_evaluated_then_compared(cocac, staff, shell):
    shell(PROJECT)
    cocac.set_viewport_size(PHONE)
    cocac.goto("/espace-poste/evaluations/")
    cocac.get_by_text("À évaluer (1)").wait_for()
    check(cocac)
    press(cocac, "Puits inventés")
    cocac.wait_for_url("**/evaluations/*/")
    check(cocac)
    press(cocac, "Évaluer ce projet")
    cocac.wait_for_url("**/evaluer/")
    check(cocac)

    cocac.get_by_label("Ce qu’il faut retenir").fill("Les puits donnent.")
    cocac.get_by_label("Ajouter une photo").set_input_files(
        {"name": "puits.png", "mimeType": "image/png", "buffer": PNG}
    )
    cocac.get_by_label("Ce que montre cette photo").fill("Le premier puits")
    cocac.keyboard.press("Enter")  # the first button: it keeps the draft, and validates nothing
    cocac.get_by_text("Le brouillon est gardé").wait_for()
    photo = cocac.get_by_role("img", name="Le premier puits")
    photo.scroll_into_view_if_needed()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    check(cocac)
    press(cocac, "Relire avant de valider")
    cocac.get_by_text("Pour valider, donnez une note").wait_for()
    check(cocac)

    for mark, criterion in zip("432104", CRITERIA, strict=True):
        cocac.get_by_label(f"{criterion} (0 à 4)").select_option(mark)
        cocac.get_by_label(f"Constats : {criterion.lower()}").fill("Vu sur place.")
    press(cocac, "Relire avant de valider")
    press_final(cocac, "Valider l’évaluation")
    cocac.get_by_text("elle compte").wait_for()
    check(cocac)
    press(cocac, "Comparer")
    cocac.wait_for_url("**/comparer/**")
    cocac.get_by_text("−3, en baisse").wait_for()
    check(cocac)

    staff.goto("/admin/projects/evaluation/")
    open_evaluation(staff, "Puits inventés")
    press(staff, "Comparer")
    staff.wait_for_url("**/comparer/")
    press(staff, "Comparer")
    staff.get_by_text("−3, en baisse").wait_for()
    check(staff)
    staff.goto("/admin/projects/evaluation/a-evaluer/")
    staff.get_by_text("Par pays ou territoire").wait_for()
    check(staff)
    assert cocac.complaints == staff.complaints == []


def open_evaluation(staff, title):
    """Open the last evaluation of the project, whose photo is shown."""
    staff.get_by_role("link", name=title).first.click()
    staff.wait_for_url("**/change/")
    staff.get_by_role("img", name="Le premier puits").wait_for()
    check(staff)
