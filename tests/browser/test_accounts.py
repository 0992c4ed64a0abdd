"""Signing in for the first time, as the delegation does it: password, telephone, codes, desk."""

import pytest

from ..databases import manage
from .checks import check, press
from .conftest import code_of, sign_in

pytestmark = pytest.mark.browser

FIRST = ("premiere@diplomatie.example", "un premier mot de passe, long")
PAGES = ["", "mot-de-passe/", "second-facteur/", "second-facteur/application/retirer/"]


@pytest.fixture
def first_time(newcomer, database_url):
    """The page of somebody of the delegation whose account has just been made."""
    account = {"DJANGO_SUPERUSER_EMAIL": FIRST[0], "DJANGO_SUPERUSER_PASSWORD": FIRST[1]}
    manage("createsuperuser", "--noinput", DATABASE_URL=database_url, **account)
    return newcomer


def test_the_delegation_sets_its_second_factor_and_reaches_its_desk(first_time):
    page = first_time
    sign_in(page, *FIRST)

    page.wait_for_url("**/second-facteur/application/*")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    check(page)
    page.get_by_label("Code").fill("000000")
    press(page, "Vérifier le code")
    page.get_by_text("Ce code n’est pas le bon").first.wait_for()
    check(page)
    page.get_by_label("Code").fill(code_of(page.locator("#cle").inner_text()))
    press(page, "Vérifier le code")
    page.wait_for_url("**/second-facteur/codes/*")
    assert page.locator(".codes li").count() == 10
    check(page)
    press(page, "Je les ai gardés")
    page.wait_for_url("**/admin/")
    page.locator("#user-tools").wait_for()

    for address in PAGES:
        page.goto(f"/compte/{address}")
        check(page)
    press(page, "Se déconnecter")
    page.get_by_text("Vous êtes déconnecté").wait_for()
