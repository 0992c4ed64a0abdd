"""Long sessions and long texts: nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from .checks import check, press

pytestmark = pytest.mark.browser

NEW = "/espace-poste/actualites/nouvelle/"
PASSWORD = "quatre mots sans suite"
ACCOUNT = f"""
from correspondents.models import Post, User
post = Post.objects.get(slug="lome")
user, _ = User.objects.get_or_create(
    email="redacteur.lome@diplomatie.example",
    defaults={{"post": post, "post_function": "drafts"}},
)
user.set_password("{PASSWORD}")
user.save()
print(user.email)
"""
COUNT = """
from atlas.models import NewsItem
print(NewsItem.objects.filter(title="{}").count())
"""


def sign_in(page, email):
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Se connecter")
    page.wait_for_url("**/espace-poste/")


def write_news(page, title):
    page.goto(NEW)
    page.locator("#id_kind").select_option("legal")
    page.locator("#id_country").select_option(index=1)
    page.locator("#id_title").fill(title)
    page.locator("#id_text").fill("Il entre en vigueur au printemps. " * 20)
    page.locator("#id_source_label").fill("Journal inventé")
    page.locator("#id_source_url").fill("https://journal.example/code")


def test_signing_in_in_another_tab_loses_nothing_of_a_long_form(newcomer, shell):
    email = shell(ACCOUNT).split()[-1]
    sign_in(newcomer, email)
    write_news(newcomer, "Écrit avant la connexion")
    other = newcomer.context.new_page()
    other.context.clear_cookies(name="sessionid")
    sign_in(other, email)

    press(newcomer, "Enregistrer le brouillon")
    newcomer.get_by_role("heading", name="La page a expiré, votre texte est là").wait_for()
    check(newcomer)
    newcomer.get_by_text("Il entre en vigueur au printemps.").wait_for()
    newcomer.complaints.clear()  # the page is a 403, which the console tells
    press(newcomer, "Envoyer de nouveau")
    newcomer.wait_for_url("**/espace-poste/actualites/")

    assert shell(COUNT.format("Écrit avant la connexion")).split() == ["1"]


def test_a_session_that_ended_gives_the_text_back(newcomer, shell):
    email = shell(ACCOUNT).split()[-1]
    sign_in(newcomer, email)
    write_news(newcomer, "Écrit après la session")
    newcomer.context.clear_cookies(name="sessionid")

    press(newcomer, "Enregistrer le brouillon")
    newcomer.get_by_text("est gardé 30 minutes").wait_for()
    newcomer.get_by_label("Adresse électronique").fill(email)
    newcomer.get_by_label("Mot de passe").fill(PASSWORD)
    press(newcomer, "Se connecter")
    newcomer.get_by_role("heading", name="Votre texte n’est pas perdu").wait_for()
    check(newcomer)
    press(newcomer, "Envoyer de nouveau")
    newcomer.wait_for_url("**/espace-poste/actualites/")

    assert shell(COUNT.format("Écrit après la session")).split() == ["1"]


def test_a_long_field_counts_and_cuts_nothing(cocac):
    cocac.goto(NEW)
    field = cocac.locator("#id_text")
    most = int(cocac.locator("[data-counter=id_text]").get_attribute("data-most"))
    field.fill("é" * (most + 12))

    cocac.get_by_text("12 caractères de trop. Rien n’a été coupé.").wait_for()
    assert len(field.input_value()) == most + 12


def test_what_is_typed_is_not_left_by_a_link_without_a_warning(cocac):
    warnings = []

    def stay(dialog):
        warnings.append(dialog.type)
        dialog.dismiss()

    cocac.on("dialog", stay)
    cocac.goto(NEW)
    text = cocac.locator("#id_text")
    text.fill("Une actualité à moitié")
    cocac.get_by_role("link", name="Contacts").click(no_wait_after=True)
    expect(text).to_have_value("Une actualité à moitié")
    cocac.wait_for_timeout(500)
    assert warnings == ["beforeunload"]

    press(cocac, "Enregistrer le brouillon")  # without a title, refused: it is not kept
    expect(cocac).to_have_title(re.compile("^Erreur"))
    cocac.get_by_role("link", name="Contacts").click(no_wait_after=True)
    cocac.wait_for_timeout(500)
    assert warnings == ["beforeunload"] * 2


def test_a_session_of_the_delegation_warns_before_it_ends(staff):
    staff.clock.install()
    staff.goto("/admin/")
    staff.clock.fast_forward("26:30")
    assert staff.get_by_role("alert").count() == 0
    staff.clock.fast_forward("01:00")
    staff.get_by_text("Votre session se termine dans deux minutes").wait_for()
    check(staff)

    staff.get_by_role("button", name="Rester connecté").click()
    staff.locator(".session-notice").wait_for(state="detached")
