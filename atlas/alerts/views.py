"""Alerts without an account: the form, the confirmation, the way out."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from atlas.models import AlertSubscriber
from correspondents.mailing.link_pages import ByLink
from correspondents.mailing.mail import absolute, write
from correspondents.mailing.robots import PublicForm
from correspondents.models import SignedLink

from .forms import SUBJECTS, AlertForm
from .searches import ROUTES, canonical, described


class AskAlert(PublicForm):
    """`?pays=`, `?zone=` or `?theme=` fills the form; `?liste=&recherche=` follows a search."""

    form_class = AlertForm
    template_name = "atlas/alerts/alert_form.html"
    success_url = reverse_lazy("alert_asked")
    action = "alert"
    too_many = (
        "Trop d’alertes ont été demandées de votre connexion depuis une heure : "
        "réessayez plus tard.",
        "Trop d’alertes ont été demandées pour cette adresse aujourd’hui : confirmez "
        "celles que vous avez reçues, ou réessayez demain.",
    )

    @property
    def parameters(self):
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "is_search": "recherche" in self.parameters}

    def get_initial(self):
        return {name: self.request.GET[name] for name in FIELDS if name in self.request.GET}

    def get_context_data(self, **context):
        return super().get_context_data(
            **context, search=self.search, kept_days=settings.RETENTION_ALERTS_DAYS
        )

    @property
    def search(self):
        """The search to follow, in words; "" when there is none, or none that can be read."""
        page = self.parameters.get("liste") or "news"
        search = canonical(page, self.parameters.get("recherche", "")) if page in ROUTES else ""
        return described(page, search) if search else ""

    def receive(self, form):
        ask(form.alert, form.cleaned_data["email"])

    def most(self, form):
        return form.cleaned_data["email"], settings.ALERT_REQUESTS_PER_DAY


FIELDS = [*SUBJECTS, "liste", "recherche"]


class AlertAsked(TemplateView):
    """The same page for everybody: nobody learns which addresses have alerts."""

    template_name = "atlas/alerts/alert_asked.html"


class ConfirmAlert(ByLink, TemplateView):
    """GET shows the alert; POST begins it; a second POST says when it began."""

    purpose = SignedLink.Purpose.ALERT
    template_name = "atlas/alerts/alert_confirm.html"

    @transaction.atomic
    def post(self, request, **kwargs):
        if self.link.use("confirmed"):
            self.link.target.confirm()
            return self.render_to_response(self.get_context_data(is_done=True))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **context):
        return super().get_context_data(
            **context, link=self.link, alert=self.link.target, shows_private_life=True
        )


@method_decorator(csrf_exempt, name="dispatch")  # mail programs post it: the token is the right
class StopAlerts(ByLink, TemplateView):
    """GET shows what the address follows; POST stops one of them (`alerte`), or all at once.

    A mail program posts `List-Unsubscribe=One-Click` alone: everything stops.
    """

    purpose = SignedLink.Purpose.ALERTS
    template_name = "atlas/alerts/alerts_stop.html"

    def post(self, request, **kwargs):
        active = self.link.target.subscriptions.active()
        message = "C’est fait : plus aucune alerte ne vous sera envoyée."
        if self.link.is_open:
            one = request.POST.get("alerte", "")
            if one:
                active = active.filter(pk=int(one)) if one.isascii() and one.isdecimal() else None
                message = "C’est fait : cette alerte est arrêtée."
            stopped = active.stop() if active is not None else 0
            message = message if stopped else "Cette alerte était déjà arrêtée."
        else:
            message = ""
        return self.render_to_response(self.get_context_data(said=message))

    def get_context_data(self, **context):
        alerts = self.link.target.subscriptions.active().with_subject()
        return super().get_context_data(
            **context,
            link=self.link,
            alerts=alerts,
            ask_url=reverse("alert_ask"),
            shows_private_life=True,
        )


@transaction.atomic
def ask(alert, email):
    """Store the alert and write to its address, whether it has others or not."""
    alert.subscriber, _ = AlertSubscriber.objects.get_or_create(email=email)
    alert.save()
    purpose, days = SignedLink.Purpose.ALERT, settings.ALERT_CONFIRM_DAYS
    link = SignedLink.objects.issue(purpose, alert, to=email, lasts=timedelta(days=days))
    url = absolute(reverse("alert_confirm", args=[link.token]))
    context = {"alert": alert, "url": url, "days": days}
    write("alert_confirm", to=email, key=f"alert asked {alert.pk}", context=context)
