"""What people do, in a real Chromium, with production's static files and its strict policy."""

import re

import pytest

from ..test_pages import FACES, PAGES
from .checks import check
from .conftest import DESK, PHONE

pytestmark = pytest.mark.browser

# A partnership, its place, a piece of news and a project have no number that is known: they are
# reached from their lists.
NUMBERED = {"/atlas/partenariats/1/", "/atlas/territoires/1/", "/actualites/90001/", "/projets/1/"}
NUMBERED |= {"/atlas/partenariats/1/corriger/", "/donnees/editions/essai/"}
READ = [page for page in PAGES if page not in NUMBERED] + ["/correspondants/?page=2"]


@pytest.mark.parametrize(
    "address",
    [page if page in FACES else pytest.param(page, marks=pytest.mark.drill) for page in READ],
)
def test_a_page_is_accessible_silent_and_fits_a_phone(visit, address):
    """A page of each template (see `FACES`); those that look alike in `make drill`."""
    check(visit(address))


def test_from_the_list_to_a_partnership_and_to_its_territory(visit):
    page = visit("/atlas/?q=ziguinchor")
    page.locator("main .pairs a").first.click()
    page.wait_for_url("**/atlas/partenariats/*/")
    check(page)

    page.get_by_role("link", name="Ziguinchor").first.click()
    page.wait_for_url("**/atlas/territoires/*/")
    check(page)


def test_from_a_partnership_to_its_correction(visit):
    page = visit("/atlas/?q=ziguinchor")
    page.locator("main .pairs a").first.click()
    page.get_by_role("link", name="Proposer une correction").click()
    page.wait_for_url("**/corriger/")
    check(page)


def test_from_the_news_to_an_alert(visit):
    page = visit("/actualites/?pays=sn")
    follow = page.get_by_role("link", name="Recevoir les nouveautés par courriel").get_attribute(
        "href"
    )
    page.locator("main .rows a").first.click()
    page.wait_for_url("**/actualites/*/")
    check(page)

    page.goto(page.url.split("/actualites/")[0] + follow)
    assert page.get_by_text("Actualités : Sénégal").is_visible()
    check(page)


def test_from_the_open_data_to_an_edition_and_its_file(visit):
    page = visit("/")
    page.get_by_role("link", name="Données ouvertes").click()
    page.wait_for_url("**/donnees/")
    page.locator("main details summary").first.click()
    check(page)

    page.locator("main .site-list a").first.click()
    page.wait_for_url("**/donnees/editions/*/")
    check(page)

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).first.click()
    assert download.value.suggested_filename == "pays.csv"


def test_from_a_past_call_to_a_project_retained_and_to_its_territory(visit):
    page = visit("/appels-a-projets/exemple-appel-passe/")
    assert page.get_by_text("2 projets retenus.").is_visible()
    check(page)

    page.get_by_role("link", name="Tous ces projets").click()
    page.wait_for_url("**/projets/?appel=exemple-appel-passe")
    assert page.locator("main .dense tbody tr").count() == 2
    check(page)

    page.locator("main .dense a").first.click()
    page.wait_for_url(re.compile(r"/projets/\d+/$"))
    check(page)

    page.locator("dt:text-is('Partenaire chef de file') + dd a").click()
    page.wait_for_url("**/atlas/territoires/*/")
    page.get_by_role("link", name="Tous ces projets").click()
    page.wait_for_url("**/projets/?territoire=*")
    check(page)


def test_the_secretary_finds_gambia(visit):
    page = visit("/")
    page.get_by_role("combobox", name="Pays, territoire, ville ou nom").fill("Gambie")
    page.get_by_role("button", name="Rechercher").click()

    page.wait_for_url("**/pays/gm/")
    assert page.get_by_text("c’est l’ambassade à Dakar qui est compétente").is_visible()
    assert page.locator(".h-card").count() > 1


@pytest.mark.parametrize("address", ["/pays/gm/", "/pays/sn/", "/pays/ps/", "/pays/tw/"])
def test_the_answer_is_seen_without_scrolling_on_a_phone(visit, address):
    page = visit(address, viewport=PHONE)

    box = page.locator("main a[href^='mailto:']").first.bounding_box()

    assert box["y"] + box["height"] <= PHONE["height"]


def test_keyboard_alone_finds_and_copies(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"
    page.get_by_role("combobox").focus()
    page.keyboard.type("gamb")
    page.get_by_role("option", name="Gambie", exact=True).wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option", selected=True).inner_text() == "Gambie"
    page.keyboard.press("Enter")
    page.wait_for_url("**/pays/gm/")


def test_escape_closes_the_suggestions_and_enter_searches(visit):
    page = visit("/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("gambie")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("combobox").get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.wait_for_url("**/pays/gm/")


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_everything_works_without_javascript(visit, viewport):
    page = visit("/", viewport=viewport, javascript=False)
    page.fill("input[name=q]", "kolda")
    page.click("main button[type=submit]")
    page.wait_for_url("**/pays/sn/?cherche=kolda")

    page.click("nav[aria-label='Pied de page'] >> text=Correspondants")
    page.get_by_text("Filtres", exact=True).click()
    page.select_option("select[name=pays]", label="Gambie")
    page.click("main button[type=submit]")
    page.wait_for_url("**pays=GM*")
    assert page.locator("main .h-card").count() >= 2
    assert (
        page.locator("[data-copy]").count() == 0
        or not page.locator("[data-copy]").first.is_visible()
    )


def test_the_list_is_read_page_after_page_and_taken_as_a_file(visit):
    page = visit("/correspondants/?role=correspondent")
    count = int(re.search(r"(\d+) contacts", page.locator("main").inner_text()).group(1))
    assert count > 100
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**role=correspondent*page=2*")
    page.get_by_text("Télécharger cette liste").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == count + 1


def test_the_map_is_made_of_links(visit):
    page = visit("/")

    link = page.locator("svg a[aria-label^='Ambassade']").first  # of one post alone
    address = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{address}")
    assert address.startswith("/postes/")


def test_no_letter_of_the_states_typeface_is_fetched(visit):
    page = visit("/pays/sn/")

    fetched = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")

    assert fetched
    assert not [name for name in fetched if "woff" in name]
    assert "Marianne" not in page.evaluate(
        "getComputedStyle(document.querySelector('h1')).fontFamily"
    )


def test_a_country_prints_as_a_clean_document(visit):
    page = visit("/pays/gm/")
    page.emulate_media(media="print")

    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("main a[href^='mailto:']").first.is_visible()
    for hidden in [".head__nav", ".mailbox__copy", ".site-breadcrumb"]:
        assert not page.locator(hidden).first.is_visible()


@pytest.mark.parametrize("address", ["/pays/gm/", "/pays/sn/"])
def test_a_country_is_one_sheet_with_its_day_and_its_address(visit, address):
    page = visit(address)
    line = page.locator(".on-paper")
    assert not line.is_visible()

    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Imprimer la fiche").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")

    assert line.inner_text().endswith(address)
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1, page.locator("main").inner_text()


def test_a_lost_visitor_is_helped(visit):
    page = visit("/nulle-part/", is_lost=True)

    assert page.get_by_role("heading", name="Page introuvable").is_visible()
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("Togo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pays/tg/")
