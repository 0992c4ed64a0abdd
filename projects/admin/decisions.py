"""The decisions of every committee: read here, written in the grid of each."""

from django.contrib import admin

from correspondents.records.admin.sheets import ExportsSheet
from correspondents.records.admin.tables import (
    AccentBlindSearch,
    ReadOnly,
    TableAdmin,
    TrackedAdmin,
    cell,
)
from projects.models import Decision, LetterTemplate
from projects.sheets import decisions as sheet


@admin.register(Decision)
class DecisionAdmin(ExportsSheet, ReadOnly, AccentBlindSearch, TableAdmin):
    """Nothing is written here: the grid of the committee holds the rules of all its dossiers."""

    sheet = sheet
    list_display = ["application", "committee", "decision", "rank", "is_settled"]
    decision = cell("in_words", "décision", ordering="outcome")
    is_settled = cell("committee.is_closed", "arrêtée", boolean=True)
    list_filter = [
        "outcome",
        ("committee__call", admin.RelatedOnlyFieldListFilter),
        ("committee__closed_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["application", "committee"]
    search_fields = ["application__text_norm", "application__lead__name_norm"]
    search_help_text = "Numéro ou intitulé du dossier, collectivité."

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


@admin.register(LetterTemplate)
class LetterTemplateAdmin(TrackedAdmin):
    """The texts of the letters, those of a call before those of every call."""

    list_display = ["outcome", "call", "subject"]
    list_filter = ["outcome", "call"]
    autocomplete_fields = ["call"]
    fields = ["call", "outcome", "subject", "body"]
