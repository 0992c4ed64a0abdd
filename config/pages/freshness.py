"""The quality of the directory: today, month by month, zone by zone."""

from django.conf import settings
from django.core.cache import cache
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from correspondents.freshness.chart import chart
from correspondents.freshness.months import by_zone, figures, months

KEPT = 3600  # seconds


def compute():
    by_month = months()
    return {
        "figures": [str(figure) for figure in figures()],
        "months": by_month,
        "chart": chart(by_month),
        "zones": by_zone(),
        "computed_at": timezone.now(),
    }


class Freshness(TemplateView):
    """Public where the figures are; computed once an hour, which the page says."""

    template_name = "config/pages/freshness.html"

    def get_context_data(self, **context):
        if not settings.SHOW_FRESHNESS_FIGURES:
            raise Http404
        key = f"freshness-{timezone.localdate()}-{settings.FRESH_MONTHS}"
        return super().get_context_data(
            **context, fresh_months=settings.FRESH_MONTHS, **cache.get_or_set(key, compute, KEPT)
        )
