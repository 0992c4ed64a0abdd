"""The site's names and addresses for every template: they are settings, never literals."""

from django.conf import settings
from django.urls import reverse

NAMES = (
    "SITE_NAME MINISTRY_NAME DELEGATION_NAME DELEGATION_SHORT_NAME DELEGATION_EMAIL OFFICIAL_SITE "
    "STAFF_IDLE_MINUTES"
).split()

# The main navigation, in order: each capability adds its line.
NAVIGATION = (
    ("Accueil", "home"),
    ("Pays et territoires", "country_list"),
    ("Postes", "post_list"),
    ("Correspondants", "correspondent_list"),
    ("Atlas", "atlas"),
    ("Appels à projets", "call_list"),
    ("Actualités", "news_list"),
)


def own_page(request):
    """[(label, name of the page)]: the way back of who is signed in.

    The middleware of sessions has read the account: a page of error asks nothing of the base.
    """
    if not hasattr(request, "_cached_user") or request.user.is_anonymous:
        return []
    if request.user.post_id:
        return [("Espace du poste", "space")]
    return [("Délégation", "admin:index")] if request.user.is_staff else []


def navigation(current, own=()):
    """The main menu; `is_current` is "page" on the page itself, "true" on those below it."""
    rows = []
    for label, name in [*NAVIGATION, *own]:
        url = reverse(name)
        below = url != "/" and current.startswith(url)
        current_mark = "page" if current == url else "true" if below else ""
        rows.append({"label": label, "url": url, "is_current": current_mark})
    return rows


def site(request):
    """The settings that templates show, in lower case, and the main menu."""
    names = {name.lower(): getattr(settings, name) for name in NAMES}
    own = own_page(request)
    return {**names, "navigation": navigation(request.path, own), "is_signed_in": bool(own)}
