"""Proposals and error reports: the delegation's list, whose rows lead to the page of review."""

from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect

from correspondents.models import Proposal

from .base import ReadOnly, TableAdmin


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, TableAdmin):
    list_display = ["made_at", "record", "field_name", "origin", "post", "decision", "decided_at"]
    list_filter = ["decision", "origin", ("post", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["post"]
    ordering = ["-made_at", "-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("target")

    @admin.display(description="fiche")
    def record(self, proposal):
        return str(proposal.target or "Fiche supprimée")

    @admin.display(description="champ")
    def field_name(self, proposal):
        return proposal.label

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A proposal is decided with the others of its submission, on one page."""
        return redirect(get_object_or_404(self.get_queryset(request), pk=object_id))
