"""A country or territory: who answers, and why."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, ListView

from correspondents.answers import Answer
from correspondents.models import Country, CountryAlias
from correspondents.namesakes import namesakes

SHOWN_ALIASES = 6


class CountryDetail(DetailView):
    """The page that every search for a country, an alias or a code ends on."""

    template_name = "pages/country.html"
    queryset = Country.objects.select_related("zone")

    def get_object(self, queryset=None):
        return get_object_or_404(self.queryset, pk=self.kwargs["iso2"].upper())

    def get_context_data(self, **context):
        country = self.object
        answer = Answer.about(country)
        return super().get_context_data(
            **context,
            answer=answer,
            desk=answer.desk,
            look_alikes=country.look_alikes.in_french_order().values_list("iso2", "name"),
            namesakes=namesakes(country.capital, country.pk),
            aliases=usual_names(country),
            subject=f"Coopération décentralisée : {country.name}",
            shows_private_life=answer.shows_private_life,
            country_list_url=reverse("country_list"),
            canonical_url=settings.SITE_URL + country.get_absolute_url(),
        )


def usual_names(country):
    """Some of the other French names that may be displayed."""
    kinds = [CountryAlias.Kind.USAGE, CountryAlias.Kind.OFFICIAL]
    shown = country.aliases.filter(shown=True, language="fr", kind__in=kinds)
    return shown.order_by("name").values_list("name", flat=True)[:SHOWN_ALIASES]


class CountryList(ListView):
    """Every country or territory, by initial."""

    template_name = "pages/country_list.html"
    context_object_name = "countries"

    def get_queryset(self):
        return Country.objects.select_related("zone").in_french_order()
