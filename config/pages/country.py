"""A country or territory: its contacts, and the reason of each."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from atlas.models import CountryNotice, NewsItem
from atlas.models.notices import travel_advice_url
from atlas.public.in_country import inventory_of
from correspondents.directory.answers import Answer
from correspondents.directory.france import contacts_of
from correspondents.finder.names import names
from correspondents.finder.namesakes import namesakes
from correspondents.finder.places import BIG, REGION, TOWN, places_named
from correspondents.finder.results import Hit, one_per_address
from correspondents.models import Country, CountryAlias, DataChange
from correspondents.records.cache import CachedPage
from projects.models import Call
from projects.results.rows import excerpt, in_country, projects

from .arrival import SearchArrival, Sought, first_name

SHOWN_ALIASES = 6
SHOWN_NEWS = 5


class CountryDetail(SearchArrival, CachedPage, DetailView):
    """The page that every search for a country, an alias or a code ends on."""

    groups = DataChange.Group
    template_name = "config/pages/country.html"
    queryset = Country.objects.select_related("zone")

    def time_key(self):
        return Call.objects.turns()

    def get_object(self, queryset=None):
        return get_object_or_404(self.queryset, pk=self.kwargs["iso2"].upper())

    def name_among(self, runs):
        return first_name(self.object.aliases.filter(shown=True, language="fr"), runs)

    def unsought(self):
        return Sought("", "", bearers_elsewhere(self.object))

    def get_context_data(self, **context):
        country = self.object
        answer = Answer.about(country)
        return super().get_context_data(
            **context,
            **answer.for_page(country.name),
            **blocks_of(country),
            notices=CountryNotice.objects.current().for_page_of([country]),
            desk=answer.desk,
            **other_names(country),
            french_contacts=contacts_of(country) if country.is_french else [],
            country_list_url=reverse("country_list"),
            canonical_url=settings.SITE_URL + country.get_absolute_url(),
        )


def blocks_of(country):
    """The context of what follows whom to write to: work there, calls, news, preparation."""
    return {
        **new_in(country),
        "inventory": inventory_of(country),
        "projects": excerpt(in_country(projects(), country)),
        "projects_query": f"pays={country.pk.lower()}",
    }


def new_in(country):
    """The context of what is new in a country: calls, news, its next election, travel advice."""
    news = NewsItem.objects.for_page_of(country)
    elections = news.filter(kind=NewsItem.Kind.ELECTIONS, effective_on__gte=timezone.localdate())
    return {
        "news": news[:SHOWN_NEWS],
        "election": elections.order_by("effective_on").first(),
        "calls": [] if country.is_french else Call.objects.for_page_of(country),
        "travel_advice_url": travel_advice_url(country),
    }


def bearers_elsewhere(country):
    """The regions and big towns of other countries that bear the very name of this one."""
    named = names(TOWN, REGION).filter(text=country.name_norm)
    places = places_named(named, country.name)
    far = [place for place in places if place.country != country and place.population >= BIG]
    return one_per_address(map(Hit.place, far))


def other_names(country):
    """The context of the answer: look-alikes, namesakes of the capital, other names."""
    kinds = [CountryAlias.Kind.USAGE, CountryAlias.Kind.OFFICIAL]
    aliases = country.aliases.filter(shown=True, language="fr", kind__in=kinds).order_by("name")
    look_alikes = country.look_alikes.in_french_order()
    return {
        "look_alikes": list(look_alikes.values_list("iso2", "name")),
        "namesakes": namesakes(country.capital, country.pk),
        "aliases": list(aliases.values_list("name", flat=True)[:SHOWN_ALIASES]),
    }


class CountryList(ListView):
    """Every country or territory, by initial."""

    template_name = "config/pages/country_list.html"
    context_object_name = "countries"

    def get_queryset(self):
        return Country.objects.select_related("zone").in_french_order()
