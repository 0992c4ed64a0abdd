"""Authorities: French ones, which registers bring and a person may correct, and foreign ones."""

from django.contrib import admin

from atlas.finder.suggestions import SuggestionForm
from atlas.models import ForeignAuthority, ForeignName, LocalAuthority, LocalAuthorityName
from correspondents.records.admin.tables import AccentBlindSearch, RowsFilter, TrackedAdmin

from .tables import rows_of


class ExistsFilter(RowsFilter):
    title = "existence"
    parameter_name = "existe"
    rows = {"oui": ("Existe aujourd’hui", "existing"), "non": ("A été remplacée", "replaced")}


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["name", "type", "where", "siren", "insee", "population", "is_kept_by_hand"]
    list_filter = ["type", ExistsFilter, "is_kept_by_hand", "is_invented"]
    search_fields = ["name_norm", "names__name_norm", "siren__exact", "insee__iexact"]
    search_help_text = "Nom, autre nom, SIREN ou code INSEE."
    autocomplete_fields = ["region", "department", "epci", "successor"]
    readonly_fields = ["local_code"]
    inlines = [rows_of(LocalAuthorityName)]
    fieldsets = [
        (None, {"fields": ["name", "type"]}),
        ("Codes", {"fields": [("siren", "insee"), "former_codes", "local_code"]}),
        ("Territoire", {"fields": ["region", "department", "epci"]}),
        ("Géographie", {"fields": ["population", ("latitude", "longitude")]}),
        ("Remplacement", {"fields": ["successor", "merged_as", "merged_on"]}),
        ("Tenue", {"fields": ["is_kept_by_hand", "is_invented"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_parents()

    def choice_label(self, authority):
        return authority.told_apart

    @admin.display(description="où")
    def where(self, authority):
        return authority.where

    def has_delete_permission(self, request, obj=None):
        # An authority of a register would come back, or leave a hole: it is replaced, not deleted.
        return bool(obj and obj.is_out_of_registers and super().has_delete_permission(request, obj))

    def save_model(self, request, obj, form, change):
        """Registers no longer overwrite a record that a person corrects, unless it is unticked."""
        if form.changed_data and "is_kept_by_hand" not in form.changed_data:
            obj.is_kept_by_hand = True
        super().save_model(request, obj, form, change)


@admin.register(ForeignAuthority)
class ForeignAuthorityAdmin(AccentBlindSearch, TrackedAdmin):
    change_form_template = "admin/atlas/foreignauthority.html"
    list_display = ["name", "country", "level", "parent", "geonames_id", "latitude", "longitude"]
    list_filter = ["level", "is_invented", ("country", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name_norm", "names__name_norm", "country__name_norm"]
    search_help_text = "Nom, autre nom ou pays."
    autocomplete_fields = ["country", "parent"]
    inlines = [rows_of(ForeignName)]
    fieldsets = [
        (None, {"fields": ["name", ("country", "level"), "parent"]}),
        ("Géographie", {"fields": ["geonames_id", ("latitude", "longitude")]}),
        ("Tenue", {"fields": ["is_invented"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_country()

    def get_search_results(self, request, queryset, search_term):
        """Leave merged authorities out of the choices of a field."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        is_choice = "field_name" in request.GET
        return (rows.standing() if is_choice else rows), may_repeat

    def choice_label(self, authority):
        return f"{authority} ({authority.get_level_display()}, {authority.country})"

    def add_view(self, request, form_url="", extra_context=None):
        """Known places are offered first; one of them fills the form."""
        form = SuggestionForm(request.GET if "q" in request.GET else None)
        context = {"title": "Nouvelle autorité locale étrangère", "suggestion_form": form}
        context["is_asked"] = form.is_valid()
        if form.is_valid():
            context["suggestions"] = form.suggestions()
        return super().add_view(request, form_url, {**context, **(extra_context or {})})
