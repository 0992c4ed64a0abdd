"""Slow lines and long sessions: nothing typed is lost, and twice is once."""

import re
from contextlib import contextmanager

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
from correspondents.models import Message
print(NewsItem.objects.filter(title__startswith="{title}").count(), end=" ")
print(Message.objects.filter(to="{to}").count())
"""


def number(shell, title="", to="personne@commune.example"):
    """[news of this title, mails to this address]."""
    return [int(word) for word in shell(COUNT.format(title=title, to=to)).split()[-2:]]


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


@contextmanager
def slow_line(page):
    """Three seconds before the first byte of each answer."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"latency": 3000, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    yield
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed, "latency": 0})


def click_twice(page, name):
    """Two clicks of a mouse, 1.5 second apart; returns the requests of both, as they come."""
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    button = page.get_by_role("button", name=name)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*spot)
    page.wait_for_timeout(1500)
    page.mouse.click(*spot)
    return posts


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

    assert number(shell, "Écrit avant la connexion")[0] == 1


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

    assert number(shell, "Écrit après la session")[0] == 1


def test_two_clicks_on_a_slow_line_then_back_write_one_news(cocac, shell):
    write_news(cocac, "Un second clic")
    with slow_line(cocac):
        click_twice(cocac, "Enregistrer le brouillon")
        expect(cocac).to_have_url(re.compile("/espace-poste/actualites/$"), timeout=30_000)
    assert number(shell, "Un second clic")[0] == 1

    cocac.go_back()
    cocac.wait_for_url(f"**{NEW}")
    press(cocac, "Enregistrer le brouillon")
    cocac.wait_for_url("**/espace-poste/actualites/")
    assert number(shell, "Un second clic")[0] == 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_clicks_of_a_visitor_send_one_mail(workshop, chromium, shell, script):
    address = f"mairie-{script}@commune.example".lower()
    context = chromium.new_context(base_url=workshop, java_script_enabled=script)
    page = context.new_page()
    page.goto("/alertes/?pays=sn")
    page.get_by_label("Votre adresse électronique").fill(address)
    page.wait_for_timeout(3500)
    with slow_line(page):
        posts = click_twice(page, "Demander l’alerte")
        expect(page).to_have_url(re.compile("/alertes/demandee/$"), timeout=30_000)
    context.close()

    assert len(posts) == (1 if script else 2), "with the script, the button rests"
    assert number(shell, to=address)[1] == 1


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
    text = cocac.get_by_label("Texte", exact=True)
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
