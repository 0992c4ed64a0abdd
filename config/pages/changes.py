"""`/changements/`: the recent changes of each app, as a page and as a feed."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from atlas.news.feeds import atlas_changes
from correspondents.directory.filters import CountryField
from correspondents.editions.in_public import network_changes
from correspondents.mailing.feeds import atom_response, refused
from correspondents.models import Country

SHOWN = 200
# Each takes a moment and a country, and returns the entries of the changes since.
SOURCES = [network_changes, atlas_changes]


class CountryForm(forms.Form):
    pays = CountryField(Country.objects.select_related("zone"), required=False)


def lately(country=None):
    """The changes of the last CHANGES_DAYS days, of a country or of all; the latest first."""
    since = timezone.now() - timedelta(days=settings.CHANGES_DAYS)
    entries = [entry for source in SOURCES for entry in source(since, country)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


class RecentChanges(TemplateView):
    """All changes, or those of one country (`?pays=sn`)."""

    template_name = "config/pages/changes.html"

    def get_context_data(self, **context):
        form = CountryForm(self.request.GET)
        country = form.cleaned_data["pays"] if form.is_valid() else None
        entries = lately(country) if form.is_valid() else []
        return super().get_context_data(
            **context,
            country=country,
            unknown=not form.is_valid(),
            query=f"?pays={country.pk.lower()}" if country else "",
            entries=entries[:SHOWN],
            others=len(entries[SHOWN:]),
            days=settings.CHANGES_DAYS,
        )


@require_safe
def changes_feed(request):
    """The same as the page, of the same country."""
    form = CountryForm(request.GET)
    if not form.is_valid():
        return refused(form, "Ce flux")
    country = form.cleaned_data["pays"]
    ending = f"?pays={country.pk.lower()}" if country else ""
    return atom_response(
        f"Changements : {country.name}" if country else "Changements",
        page=reverse("changes") + ending,
        feed=reverse("changes_feed") + ending,
        entries=lately(country),
    )
