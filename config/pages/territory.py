"""A partner territory: everybody who works there, and whom to write to about it."""

from django.conf import settings
from django.views.generic import DetailView

from atlas.coordination.neighbours import neighbours
from atlas.models import CoordinationNote, ForeignAuthority, Partnership
from correspondents.answers import Answer


class TerritoryDetail(DetailView):
    """The place itself, and what it contains: the page of a territory of the radar too.

    Who works there is one question, so it has one page: a second one would only drift from it.
    """

    template_name = "pages/territory.html"
    context_object_name = "territory"
    queryset = ForeignAuthority.objects.with_country()

    def get_context_data(self, **context):
        territory = self.object
        inside = ForeignAuthority.objects.within(territory)
        answer = Answer.about(territory.country)
        partnerships = list(
            Partnership.objects.published()
            .at(inside)
            .with_sides()
            .order_by("lead__name_norm", "partner__name_norm", "pk")
        )
        return super().get_context_data(
            **context,
            answer=answer,
            partnerships=partnerships,
            authorities=len(everybody(partnerships)),
            neighbours=neighbours(territory),
            notes=CoordinationNote.objects.published().filter(territory=territory).latest_first(),
            contained=[place for place in inside if place.pk != territory.pk],
            shows_private_life=answer.shows_private_life,
            canonical_url=settings.SITE_URL + territory.get_absolute_url(),
        )


def everybody(partnerships):
    """The keys of the French authorities that work in these partnerships."""
    leads = {partnership.lead_id for partnership in partnerships}
    return leads.union(*({m.pk for m in p.other_authorities.all()} for p in partnerships))
