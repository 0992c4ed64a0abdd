"""A page that expired, the text of an ended session: shown, and sent again by one button.

The text of a link that has closed is shown too, to be copied.
"""

from contextlib import suppress
from copy import copy
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, ModelChoiceField
from django.forms.widgets import CheckboxInput, HiddenInput, PasswordInput
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.urls import resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from config.accounts.views import next_page
from config.expiry import file_names, lost_page, owner_of, typed
from correspondents.accounts.keepers import ForKeepers

from .errors import error

foreign = error(
    403, "Demande refusée", "Elle ne vient pas d’une page de ce site : rien n’a été enregistré."
)
UNREAD = HiddenInput | PasswordInput | CheckboxInput
TEMPLATE = "config/pages/expired.html"


def csrf_failure(request, reason=""):
    """A page of our own is given back with its text, to whose it is; any other is refused."""
    if not is_own_page(request):
        return foreign(request)
    owner, user = owner_of(request), request.user
    if owner and not user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    is_of_account = request.path.startswith(reverse("account_home"))
    fields = typed(request) if may_send(request, owner) else []
    context = {
        "address": request.get_full_path(),
        "is_own": may_send(request, owner) or is_of_account,
        "is_known": bool(owner),
        "fields": fields,
        "rows": readable(request, request.get_full_path(), fields),
        "files": file_names(request) if fields else [],
        "shows_private_life": True,
    }
    return render(request, TEMPLATE, context, status=403)


def is_own_page(request):
    """Whether the browser says that the page is of this site."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return False
    parts = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return f"{parts.scheme}://{parts.netloc}" in own


def may_send(request, owner):
    """Whether the posted page is the reader's: his account's, or one that needs no account."""
    if request.path.startswith(reverse("account_home")):
        return False
    if owner:
        return owner == str(request.user.pk)
    return not request.path.startswith((reverse("space"), reverse("admin:index")))


class ClosedLinks(MiddlewareMixin):
    """Answer what is typed in the page of a link that has closed since by that text, to be copied.

    Nothing of it is kept: it goes back to whoever has just sent it.
    """

    def process_response(self, request, response):
        why_closed = getattr(response, "why_closed", "")
        if not why_closed or request.path.startswith(reverse("account_home")):
            return response
        rows = readable(request, request.path, typed(request))
        if not rows:
            return response
        context = {"why_closed": why_closed, "rows": rows, "files": file_names(request)}
        context |= {"address": request.path, "shows_private_life": True}
        page = render(request, "config/pages/closed_link.html", context, status=410)
        for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control"):
            page.headers[name] = response.headers[name]
        return page


@method_decorator(never_cache, name="dispatch")
class LostText(ForKeepers, TemplateView):
    """What was sent when the session had ended."""

    template_name = TEMPLATE

    def get(self, request, *args, **kwargs):
        page = lost_page(request)
        if not page:
            return redirect(next_page(request))
        rows = readable(request, page["address"], page["fields"])
        until = datetime.fromtimestamp(page["until"], UTC)
        context = {**page, "rows": rows, "until": until, "is_own": True, "shows_private_life": True}
        return self.render_to_response(context)


def readable(request, address, fields):
    """[(label, text)] of what a person typed or chose on the page at `address`, after what the
    page is about; without any, of what it gave to read before its button."""
    if not fields:
        return []
    view = view_at(request, address)
    known = fields_of(request, address, view, {name.split("-")[-1] for name, _ in fields})
    rows = [
        (known.get(name) or known.get(name.split("-")[-1]), value)
        for name, value in fields
        if value.strip()
    ]
    rows = [row for field, value in rows if (row := label_and_text(field, value))]
    with suppress(Http404):  # a link that has closed reads nothing
        rows = [*(view.matter(dict(fields)) if hasattr(view, "matter") else []), *rows]
        return rows or (view.readings() if hasattr(view, "readings") else [])
    return []


def view_at(request, address):
    """The view of the page, as its reader would open it now; None when it would not open."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    if not hasattr(match.func, "view_class"):
        return None
    page, view = copy(request), match.func.view_class(**match.func.view_initkwargs)
    page.path, page.GET, page.method = parts.path, QueryDict(parts.query), "GET"
    view.setup(page, *match.args, **match.kwargs)
    try:
        getattr(view, "find", lambda: None)()
    except Http404:
        return None
    return view


def label_and_text(field, value):
    """The label of a field and what its value reads; None when nobody types it."""
    if field is None:
        return ("Texte", value) if " " in value.strip() else None
    if isinstance(field.widget, UNREAD):
        return None
    choices = {str(key): label for key, label in flat(getattr(field, "choices", ()))}
    return field.label, choices.get(value, value)


def flat(choices):
    """The choices out of their groups."""
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


def fields_of(request, address, view, names):
    """{name: field} of the form of the page; else of the form that has most of these names, or of
    the model of the table, without the records that nobody says the reader may see."""
    if hasattr(view, "get_form"):
        with suppress(Http404, PermissionDenied):
            return view.get_form().fields
    table = getattr(resolve(urlsplit(address).path).func, "model_admin", None)
    if table:
        fields = table.get_form(request).base_fields
    else:
        best = max(subclasses(BaseForm), key=lambda form: len(names & form.base_fields.keys()))
        fields = best.base_fields if names & best.base_fields.keys() else {}
    return {
        name: field
        for name, field in fields.items()
        if field and not isinstance(field, ModelChoiceField)
    }


def subclasses(cls):
    """Every form class below `cls` that has fields."""
    for each in cls.__subclasses__():
        if hasattr(each, "base_fields"):
            yield each
        yield from subclasses(each)
