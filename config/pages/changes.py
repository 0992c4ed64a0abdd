"""`/changements/`: what changed lately, asked of each app; and the same as a feed."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from atlas.news.feeds import atlas_changes
from correspondents.feeds import atom_response
from correspondents.publicly import network_changes

SHOWN = 200
# Each takes a moment and returns the entries of what changed since.
SOURCES = [network_changes, atlas_changes]


def lately():
    """What changed during the last CHANGES_DAYS days, the latest first."""
    since = timezone.now() - timedelta(days=settings.CHANGES_DAYS)
    found = [entry for source in SOURCES for entry in source(since)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


class Changes(TemplateView):
    template_name = "pages/changes.html"

    def get_context_data(self, **context):
        found = lately()
        return super().get_context_data(
            **context,
            entries=found[:SHOWN],
            others=len(found[SHOWN:]),
            days=settings.CHANGES_DAYS,
        )


@require_safe
def changes_feed(request):
    return atom_response(
        "Changements", page=reverse("changes"), feed=reverse("changes_feed"), entries=lately()
    )
