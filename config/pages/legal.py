"""The duties of a State site, and its health."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from config.context import TOUCH_ICONS


class Accessibility(TemplateView):
    template_name = "config/pages/accessibility.html"


class LegalNotice(TemplateView):
    template_name = "config/pages/legal_notice.html"
    extra_context = {"publisher_name": settings.PUBLISHER_NAME, "host_name": settings.HOST_NAME}


# How long each kind of data stays, in the unit that its setting is named for.
KEPT = ("DEPARTED_MONTHS", "MESSAGES_MONTHS", "LINKS_DAYS", "PROPOSALS_MONTHS")
KEPT += ("CHECKS_MONTHS", "IMPORTS_MONTHS", "ACCESS_MONTHS", "CONSENTS_MONTHS")
KEPT += ("ALERTS_DAYS", "DOSSIERS_MONTHS", "PAGES_DAYS")


class PersonalData(TemplateView):
    """The notice to the public; the entry of the register is `docs/registre-traitement.md`."""

    template_name = "config/pages/personal_data.html"

    def get_context_data(self, **context):
        periods = {
            name.split("_")[0].lower(): getattr(settings, f"RETENTION_{name}") for name in KEPT
        }
        return super().get_context_data(
            **context,
            periods=periods,
            contact_days=settings.CONTACT_TEXT_DAYS,
            dpo_email=settings.DPO_EMAIL,
            search_days=settings.UNANSWERED_SEARCH_DAYS,
            search_times=settings.UNANSWERED_SEARCH_TIMES,
        )


class SiteMap(TemplateView):
    template_name = "config/pages/site_map.html"
    extra_context = {"show_figures": settings.SHOW_FRESHNESS_FIGURES}


@require_safe
def health(request):
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def robots(request):
    """Let search engines into the pages, so that they learn which are `noindex`."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /compte/"]
    lines.append("Disallow: /recherche/")
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request):
    """For browsers that ask without having read the page's own link (files, the admin)."""
    name = "dsfr/dist/favicon/favicon.svg" if settings.OFFICIAL_SITE else "site/favicon.svg"
    return HttpResponseRedirect(static(name))


@require_safe
def touch_icon(request):
    """For telephones, which ask for it at the root."""
    return HttpResponseRedirect(static(TOUCH_ICONS[settings.OFFICIAL_SITE]))


@require_safe
def security(request):
    """Whom to write to about a fault of security (RFC 9116)."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.DELEGATION_EMAIL}",
        f"Expires: {expires + timedelta(days=180):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
