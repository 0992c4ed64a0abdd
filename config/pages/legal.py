"""The duties of a State site, and its health."""

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView


class Accessibility(TemplateView):
    template_name = "pages/accessibility.html"


class LegalNotice(TemplateView):
    template_name = "pages/legal_notice.html"
    extra_context = {"publisher_name": settings.PUBLISHER_NAME, "host_name": settings.HOST_NAME}


class PersonalData(TemplateView):
    template_name = "pages/personal_data.html"
    extra_context = {
        "dpo_email": settings.DPO_EMAIL,
        "search_days": settings.UNANSWERED_SEARCH_DAYS,
        "search_times": settings.UNANSWERED_SEARCH_TIMES,
    }


class SiteMap(TemplateView):
    template_name = "pages/site_map.html"
    extra_context = {"show_figures": settings.SHOW_FRESHNESS_FIGURES}


@require_safe
def health(request):
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def robots(request):
    """Where search engines may go: to the pages, that they may learn which are `noindex`."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /compte/"]
    lines.append("Disallow: /recherche/")
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request):
    """For browsers that ask without having read the page's own link (files, the admin)."""
    name = "dsfr/dist/favicon/favicon.svg" if settings.OFFICIAL_SITE else "site/favicon.svg"
    return HttpResponseRedirect(static(name))
