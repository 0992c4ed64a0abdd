"""A page that expired, the text of an ended session: shown, and sent again by one button.

The text of a link that has closed is shown too, to be copied.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm, ChoiceField, ModelChoiceField
from django.forms.widgets import CheckboxInput, HiddenInput, PasswordInput
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
        "fields": fields,
        "rows": readable(request.path, fields),
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
        rows = readable(request.path, typed(request))
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
        rows = readable(urlsplit(page["address"]).path, page["fields"])
        until = datetime.fromtimestamp(page["until"], UTC)
        context = {**page, "rows": rows, "until": until, "is_own": True, "shows_private_life": True}
        return self.render_to_response(context)


def readable(path, fields):
    """[(label, text)] of what a person typed or chose, among the fields of the page at `path`."""
    known = fields_of(path, {name.split("-")[-1] for name, _ in fields})
    rows = [(known.get(name.split("-")[-1]), value) for name, value in fields if value.strip()]
    return [row for field, value in rows if (row := label_and_text(field, value))]


def label_and_text(field, value):
    """The label of a field and what its value reads; None when nobody types it."""
    if field is None:
        return ("Texte", value) if " " in value.strip() else None
    if isinstance(field, ModelChoiceField) or isinstance(field.widget, UNREAD):
        return None
    choices = dict(field.choices) if isinstance(field, ChoiceField) else {}
    return field.label, choices.get(value, value)


def fields_of(path, names):
    """{name: field} of the form that has most of these names; of a table, of its model."""
    table = getattr(resolve(path).func, "model_admin", None)
    if table:
        fields = [(field, field.formfield()) for field in table.model._meta.fields]
        return {column.name: field for column, field in fields if field}
    best = max(subclasses(BaseForm), key=lambda form: len(names & form.base_fields.keys()))
    return best.base_fields if names & best.base_fields.keys() else {}


def subclasses(cls):
    """Every form class below `cls` that has fields."""
    for each in cls.__subclasses__():
        if hasattr(each, "base_fields"):
            yield each
        yield from subclasses(each)
