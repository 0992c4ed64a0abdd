"""A partnership: its record, the contacts of the post, who else works there, the open calls."""

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.views.generic import DetailView

from atlas.coordination.neighbours import neighbours
from atlas.models import Agreement, CountryNotice, Partnership, PartnershipTheme
from correspondents.directory.answers import Answer
from correspondents.directory.place_map import place_map
from correspondents.models import DataChange
from correspondents.records.cache import CachedPage
from projects.models import Call
from projects.results.rows import excerpt, of_partnership, projects

SHOWN_CALLS = 3


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
        answer = Answer.about(country)
        form_url = reverse("contact_form", args=[country.iso2.lower()])
        return super().get_context_data(
            **context,
            answer=answer,
            contact_form_url=form_url,
            desk_form_url="" if answer.posts_with_mailbox else form_url,
            subject=f"Coopération décentralisée : {country.name}",
            map=place_map(partnership.partner),
            neighbours=neighbours(partnership.partner, partnership.lead),
            calls=Call.objects.for_page_of(country)[:SHOWN_CALLS],
            notices=CountryNotice.objects.current().for_page_of(self.countries),
            projects=excerpt(of_partnership(projects(), partnership)),
            country_url=country.get_absolute_url(),
            shows_private_life=answer.shows_private_life,
            canonical_url=settings.SITE_URL + partnership.get_absolute_url(),
        )

    @property
    def countries(self):
        """The countries of all the partners."""
        members = self.object.other_partners.all()
        return {partner.country_id for partner in [self.object.partner, *members]}
