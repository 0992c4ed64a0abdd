"""The site's names and addresses for every template: they are settings, never literals."""

from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from correspondents.mailing.tokens import hide_tokens

from .pages.answer_groups import SOUGHT

NAMES = (
    "SITE_NAME MINISTRY_NAME DELEGATION_NAME DELEGATION_SHORT_NAME DELEGATION_EMAIL OFFICIAL_SITE "
    "SITE_URL STAFF_IDLE_MINUTES"
).split()

# The main navigation, in order: a label, the page that it opens, and what else stands below it.
NAVIGATION = (
    ("À qui écrire", "country_list", ("post_list", "correspondent_list", "french_contacts")),
    ("Atlas", "atlas", ()),
    ("Appels et projets", "call_list", ("project_list",)),
    ("Actualités", "news_list", ("changes", "alert_ask")),
    ("Préparer un projet", "prepare", ("before_signing",)),
)
# The same ones and the pages below them, at the foot of every page.
FOOTER = (
    (
        "À qui écrire",
        ("Pays et territoires", "country_list"),
        ("Postes", "post_list"),
        ("Correspondants", "correspondent_list"),
        ("Éditions de la liste", "edition_list"),
    ),
    (
        "Atlas",
        ("Ma collectivité", "my_authority"),
        ("Partenariats", "atlas"),
        ("Qui travaille où", "radar"),
        ("Projets retenus", "project_list"),
        ("Proposer un partenariat", "partnership_propose"),
    ),
    (
        "Suivre",
        ("Actualités", "news_list"),
        ("Agenda", "agenda"),
        ("Alertes par courriel", "alert_ask"),
        ("Ce qui a changé", "changes"),
    ),
    (
        "Préparer un projet",
        ("Le guide", "prepare"),
        ("Avant de signer", "before_signing"),
        ("À qui s’adresser en France", "french_contacts"),
        ("Appels à projets", "call_list"),
    ),
)
TOUCH_ICONS = {
    True: "dsfr/dist/favicon/apple-touch-icon.png",
    False: "site/apple-touch-icon.png",
}


def own_pages(request):
    """The way back of who is signed in, as entries of the menu.

    The middleware of sessions has read the account: a page of error asks nothing of the base.
    """
    if not hasattr(request, "_cached_user") or request.user.is_anonymous:
        return []
    if request.user.post_id:
        return [entry("Mon espace", reverse("space"), request.path)]
    return [entry("Tableau", reverse("admin:index"), request.path)] if request.user.is_staff else []


def entry(label, url, current, below=()):
    """A line of a menu; `is_current` is "page" on the page itself, "true" on those below it."""
    is_below = current.startswith((url, *below))
    mark = "page" if current == url else "true" if is_below else ""
    return {"label": label, "url": url, "is_current": mark}


@cache
def url_of(name):
    return reverse(name)


def navigation(current):
    return [
        entry(label, url_of(name), current, tuple(map(url_of, below)))
        for label, name, below in NAVIGATION
    ]


@cache
def footer():
    return [(title, [(label, reverse(name)) for label, name in links]) for title, *links in FOOTER]


def site(request):
    """The settings that templates show, in lower case, and the menus."""
    names = {name.lower(): getattr(settings, name) for name in NAMES}
    menu, own = navigation(request.path), own_pages(request)
    return {
        **names,
        "navigation": menu,
        "menu_section": next((item for item in menu + own if item["is_current"] == "true"), None),
        "footer": footer(),
        "own_pages": own,
        "touch_icon": static(TOUCH_ICONS[settings.OFFICIAL_SITE]),
        "paper_address": paper_address(request),
    }


def paper_address(request):
    """The address that a printed page bears: without the words that led there, and that of the
    site alone behind a link sent by mail, whose token opens it to whoever reads the sheet."""
    read = request.GET.copy()
    read.pop(SOUGHT, None)
    address = request.path + (f"?{read.urlencode()}" if read else "")
    return settings.SITE_URL + (address if hide_tokens(address) == address else "/")
