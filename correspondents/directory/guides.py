"""The pages of advice, in the delegation's own words."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from correspondents.models import Guide

from .answers import Desk


class BeforeSigning(DetailView):
    """« Avant de signer »: the legal frame."""

    template_name = "correspondents/france/guide.html"
    context_object_name = "guide"
    queryset = Guide.objects.prefetch_related("sections")

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), slug=Guide.BEFORE_SIGNING)

    def get_context_data(self, **context):
        return super().get_context_data(**context, desk=Desk.of(), subject="Avant de signer")
