"""A partnership: its record, the contacts of the post, who else works there, the open calls."""

from django.conf import settings
from django.db.models import Prefetch
from django.views.generic import DetailView

from atlas.models import Agreement, CountryNotice, Partnership, PartnershipTheme
from correspondents.directory.answers import Answer
from correspondents.models import DataChange
from correspondents.records.cache import CachedPage
from projects.models import Call
from projects.results.rows import excerpt, of_partnership, projects
from projects.results.surroundings import surroundings


class PartnershipDetail(CachedPage, DetailView):
    """The public part of the record: neither internal notes nor a reserved status."""

    groups = DataChange.Group
    template_name = "config/pages/partnership.html"
    context_object_name = "partnership"

    def time_key(self):
        return Call.objects.turns()

    def get_queryset(self):
        ranked = PartnershipTheme.objects.select_related("theme__parent__parent")
        return (
            Partnership.objects.published()
            .with_sides()
            .prefetch_related(
                Prefetch("partnershiptheme_set", ranked, to_attr="ranked_themes"),
                Prefetch("agreements", Agreement.objects.signed(), to_attr="signed_agreements"),
            )
        )

    def get_context_data(self, **context):
        partnership = self.object
        country = partnership.partner.country
        return super().get_context_data(
            **context,
            **Answer.about(country).for_page(country.name),
            **surroundings(partnership.partner, partnership.lead),
            notices=CountryNotice.objects.current().for_page_of(self.countries),
            projects=excerpt(of_partnership(projects(), partnership)),
            country_url=country.get_absolute_url(),
            canonical_url=settings.SITE_URL + partnership.get_absolute_url(),
        )

    @property
    def countries(self):
        """The countries of all the partners."""
        members = self.object.other_partners.all()
        return {partner.country_id for partner in [self.object.partner, *members]}
