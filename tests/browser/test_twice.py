"""Twice is once, with a mouse on a slow line: one form of each mechanism, with and without script.

Two clicks, then Back and the same again: one object, one mail, and the page of the first result.
"""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from .test_forms import write_news

pytestmark = pytest.mark.browser

NEWS = "/espace-poste/actualites/"
THEMES = "/admin/atlas/theme/"
# What each act writes, counted in a shell: objects, and mails where some are written.
ALERTS = """
from correspondents.models import Message
print(Message.objects.filter(to="{0}@commune.example").count())
"""
DRAFTS = """
from atlas.models import NewsItem
print(NewsItem.objects.filter(title="{0}").count())
"""
ADDED = """
from atlas.models import Theme
print(Theme.objects.filter(code="{0}").count())
"""
CALL = """
from projects.models import Call
call = Call.objects.create(
    family="generalist", title="Appel {0}", slug="{0}", summary="Un essai.",
    filing_url="https://depot.example/appel",
)
print(f"/admin/projects/call/{{call.pk}}/actes/")
"""
COPIES = """
from projects.models import Call
print(Call.objects.filter(title__contains="Appel {0}").count() - 1)
"""
LINK = """
from datetime import timedelta
from correspondents.models import Correspondent, Post, SignedLink
person = Correspondent.objects.create(
    post=Post.objects.get(slug="lome"), role="service", first_name="Ada", last_name="{0}",
    email="{0}@diplomatie.example",
)
link = SignedLink.objects.issue("confirm", person, to=person.email, lasts=timedelta(days=9))
print(f"/confirmer/{{link.token}}/")
"""
CORRECTIONS = """
from correspondents.models import Correspondent, Proposal
print(Proposal.objects.about(Correspondent.objects.get(last_name="{0}")).count())
"""


@contextmanager
def slow_line(page):
    """Three seconds before the first byte of each answer."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"latency": 3000, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    yield
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed, "latency": 0})


def click(page, name):
    button = page.get_by_role("button", name=name, exact=True).first
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*spot)
    return spot


def click_twice(page, name):
    """Two clicks of a mouse, 1.5 second apart; returns the requests of both, as they come."""
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    spot = click(page, name)
    page.wait_for_timeout(1500)
    page.mouse.click(*spot)
    return posts


def ask_for_alert(page, shell, name):
    page.goto("/alertes/?pays=sn")
    page.get_by_label("Votre adresse électronique").fill(f"{name}@commune.example")
    page.wait_for_timeout(3500)  # a person takes longer than a robot
    return "Demander l’alerte", "/alertes/demandee/$", ALERTS


def draft_news(page, shell, name):
    write_news(page, name)
    return "Enregistrer le brouillon", f"{NEWS}$", DRAFTS


def correct_by_link(page, shell, name):
    page.goto(shell(LINK.format(name)).split()[-1])
    page.get_by_text("Je corrige").first.click()
    page.locator("[name$=-function]").first.fill("Conseillère inventée")
    return "Envoyer ma correction", r"\?fait$", CORRECTIONS


def copy_call(page, shell, name):
    address = shell(CALL.format(name)).split()[-1]
    page.goto(address)
    return "Copier en brouillon", f"(?<!{address[:-6]})/actes/$", COPIES


def add_theme(page, shell, name):
    page.goto(f"{THEMES}add/")
    page.locator("#id_name").fill(f"Thème {name}")
    page.locator("#id_code").fill(name)
    return "Enregistrer", f"{THEMES}$", ADDED


MECHANISMS = {
    "public": (ask_for_alert, "newcomer"),
    "space": (draft_news, "cocac"),
    "link": (correct_by_link, "newcomer"),
    "act": (copy_call, "staff"),
    "add": (add_theme, "staff"),
}


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def page_of(request, workshop, chromium, script):
    """`page_of("staff")`: a page of this person's session, with or without script."""
    contexts = []

    def open_page(person):
        state = request.getfixturevalue(person).context.storage_state()
        contexts.append(
            chromium.new_context(
                base_url=workshop, java_script_enabled=script, storage_state=state, locale="fr-FR"
            )
        )
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_two_clicks_then_back_and_again_are_one_act(page_of, shell, script, mechanism):
    fill, person = MECHANISMS[mechanism]
    page, name = page_of(person), f"{mechanism}-{script}".lower()
    button, result, count = fill(page, shell, name)
    with slow_line(page):
        posts = click_twice(page, button)
        expect(page).to_have_url(re.compile(result), timeout=30_000)
    first = page.url
    assert len(posts) >= 1 + (not script), "without a script, both clicks are sent"
    assert shell(count.format(name)).split() == ["1"]

    page.go_back()
    if page.get_by_role("button", name=button, exact=True).count():
        click(page, button)
        expect(page).to_have_url(first)
    assert shell(count.format(name)).split() == ["1"]
