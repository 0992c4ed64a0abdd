"""A country in the space of a post that serves it: what to look at there, and what was said."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from atlas.models import CountryNotice, NewsItem, Partnership
from correspondents.models import Country
from correspondents.space.base import OwnPost

SHOWN_NEWS = 5


class PostCountry(OwnPost, TemplateView):
    """One of the countries that the account's post serves; any other is a 404, on every verb."""

    here = "news"
    template_name = "atlas/news/post_country.html"

    def find(self):
        countries = Country.objects.visible_to(self.request.user).select_related("zone")
        self.country = get_object_or_404(countries, pk=self.kwargs["iso2"].upper())

    def get_context_data(self, **context):
        partnerships = Partnership.objects.visible_to(self.request.user).in_country(self.country)
        to_recheck = partnerships.to_recheck().select_related("lead", "partner__country")
        return super().get_context_data(
            **context,
            country=self.country,
            elections=NewsItem.objects.held_elections()
            .filter(country=self.country)
            .order_by("-effective_on")
            .first(),
            to_recheck=list(to_recheck.in_reading_order()),
            notices=CountryNotice.objects.current().told_of([self.country]),
            news=NewsItem.objects.told_of(self.country)[:SHOWN_NEWS],
        )
