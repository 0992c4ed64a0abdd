"""A partner territory: the authorities at work there, and the contacts of the post."""

from django.conf import settings
from django.views.generic import DetailView

from atlas.coordination.neighbours import neighbours
from atlas.models import (
    CoordinationNote,
    CountryNotice,
    ForeignAuthority,
    FrenchMember,
    Partnership,
)
from correspondents.directory.answers import Answer
from correspondents.directory.place_map import place_map
from correspondents.models import DataChange
from correspondents.records.cache import CachedPage
from correspondents.records.paging import page_of
from projects.models import Call
from projects.results.rows import at, excerpt, projects

from .arrival import SearchArrival
from .country import new_in


class TerritoryDetail(SearchArrival, CachedPage, DetailView):
    """The place and the places that it contains: the page of a territory of the radar too.

    Who works there is one question, so it has one page: a second one would only drift from it.
    """

    groups = DataChange.Group
    template_name = "config/pages/territory.html"
    parameters = ("page",)
    context_object_name = "territory"
    queryset = ForeignAuthority.objects.with_country()

    def time_key(self):
        return Call.objects.turns()

    def get_context_data(self, **context):
        territory = self.object
        inside = ForeignAuthority.objects.within(territory)
        country = territory.country
        partnerships = Partnership.objects.published().at(inside)
        listed = partnerships.order_by("lead__name_norm", "partner__name_norm", "pk")
        page = page_of(self.request, listed, rows=Partnership.objects.with_sides())
        return super().get_context_data(
            **context,
            country=country,
            **Answer.about(country).for_page(territory.name),
            **new_in(country),
            notices=CountryNotice.objects.current().for_page_of([country]),
            map=place_map(territory),
            partnerships=page.object_list,
            page_obj=page,
            authorities=number_of_authorities(partnerships),
            neighbours=neighbours(territory),
            notes=CoordinationNote.objects.published().filter(territory=territory).latest_first(),
            projects=excerpt(at(projects(), territory)),
            projects_query=f"territoire={territory.pk}",
            contained=[place for place in inside if place.pk != territory.pk],
            canonical_url=settings.SITE_URL + territory.get_absolute_url(),
        )


def number_of_authorities(partnerships):
    """The number of French authorities that lead these partnerships, or take part in them."""
    rows = partnerships.order_by()
    members = FrenchMember.objects.order_by().filter(partnership__in=rows.values("pk"))
    return rows.values_list("lead").union(members.values_list("authority")).count()
