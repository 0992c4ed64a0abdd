"""France: whom to write to, by region, and what to know before signing."""

from itertools import groupby
from operator import attrgetter

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from correspondents.models import FrenchContact, FrenchRegion, Guide, Zone

from .answers import Desk


class FrenchContactList(ListView):
    """Every region, or that of `?region=<INSEE code>`; an unknown code shows them all."""

    template_name = "correspondents/france/french_contact_list.html"
    context_object_name = "contacts"

    @cached_property
    def regions(self):
        return list(FrenchRegion.objects.all())

    @cached_property
    def region(self):
        code = self.request.GET.get("region", "").strip()
        return next((region for region in self.regions if region.code == code), None)

    def get_queryset(self):
        contacts = FrenchContact.objects.public().in_region_order()
        return contacts.filter(region=self.region) if self.region else contacts

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            regions=self.regions,
            region=self.region,
            **by_region(self.object_list),
            desk=Desk.of(Zone.objects.filter(countries="FR").first()),
            subject="Coopération décentralisée : à qui s’adresser en France",
        )


def by_region(contacts):
    """[(region, its contacts)] of the regions where somebody can be reached, then of the others."""
    groups = [(region, list(rows)) for region, rows in groupby(contacts, attrgetter("region"))]
    reachable, silent = [], []
    for region, rows in groups:
        can_answer = any(contact.is_reachable for contact in rows)
        (reachable if can_answer else silent).append((region, rows))
    return {"reachable": reachable, "silent": silent}


def contacts_of(country):
    """The public contacts of a French overseas territory, nearest first."""
    return list(FrenchContact.objects.public().in_region_order().filter(region__country=country))


class BeforeSigning(DetailView):
    """« Avant de signer »: the legal frame."""

    template_name = "correspondents/france/guide.html"
    context_object_name = "guide"
    queryset = Guide.objects.prefetch_related("sections")

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), slug=Guide.BEFORE_SIGNING)

    def get_context_data(self, **context):
        return super().get_context_data(**context, desk=Desk.of(), subject="Avant de signer")
