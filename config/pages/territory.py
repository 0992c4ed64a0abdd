"""A partner territory: everybody who works there, and whom to write to about it."""

from collections import Counter

from django.conf import settings
from django.views.generic import DetailView

from atlas.models import ForeignAuthority, Partnership
from correspondents.answers import Answer


class TerritoryDetail(DetailView):
    """The place itself, and what it contains."""

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
            contained=[place for place in inside if place.pk != territory.pk],
            shows_private_life=answer.shows_private_life,
            canonical_url=settings.SITE_URL + territory.get_absolute_url(),
        )


def everybody(partnerships):
    """How many times each French authority works in these partnerships, by key."""
    found = Counter()
    for partnership in partnerships:
        members = [member.pk for member in partnership.other_authorities.all()]
        found.update({partnership.lead_id, *members})
    return found
