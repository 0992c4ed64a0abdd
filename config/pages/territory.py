"""A partner territory: the authorities at work there, and the contacts of the post."""

from django.conf import settings
from django.views.generic import DetailView

from atlas.coordination.neighbours import neighbours
from atlas.models import CoordinationNote, ForeignAuthority, FrenchMember, Partnership
from correspondents.directory.answers import Answer
from correspondents.records.cache import CachedPage
from correspondents.records.paging import page_of
from projects.results.rows import at, excerpt, projects

from .arrival import SearchArrival


class TerritoryDetail(SearchArrival, CachedPage, DetailView):
    """The place and the places that it contains: the page of a territory of the radar too.

    Who works there is one question, so it has one page: a second one would only drift from it.
    """

    groups = {"countries", "network", "inventory", "calls"}
    template_name = "config/pages/territory.html"
    parameters = ("page",)
    context_object_name = "territory"
    queryset = ForeignAuthority.objects.with_country()

    def get_context_data(self, **context):
        territory = self.object
        inside = ForeignAuthority.objects.within(territory)
        partnerships = Partnership.objects.published().at(inside)
        listed = partnerships.order_by("lead__name_norm", "partner__name_norm", "pk")
        page = page_of(self.request, listed, rows=Partnership.objects.with_sides())
        return super().get_context_data(
            **context,
            **Answer.about(territory.country).for_page(territory.name),
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
