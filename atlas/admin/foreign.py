"""Foreign authorities, taken from the known places when they are one."""

from django.contrib import admin

from atlas.finder.suggestions import SuggestionForm
from atlas.models import ForeignAuthority, ForeignName
from correspondents.records.admin.tables import AccentBlindSearch, TrackedAdmin


class ForeignNameInline(admin.TabularInline):
    model = ForeignName
    extra = 0


@admin.register(ForeignAuthority)
class ForeignAuthorityAdmin(AccentBlindSearch, TrackedAdmin):
    change_form_template = "admin/atlas/foreignauthority.html"
    list_display = ["name", "country", "level", "parent", "geonames_id", "latitude", "longitude"]
    list_filter = ["level", "is_invented", ("country", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name_norm", "names__name_norm", "country__name_norm"]
    search_help_text = "Nom, autre nom ou pays."
    autocomplete_fields = ["country", "parent"]
    inlines = [ForeignNameInline]
    fieldsets = [
        (None, {"fields": ["name", ("country", "level"), "parent"]}),
        ("Géographie", {"fields": ["geonames_id", ("latitude", "longitude")]}),
        ("Tenue", {"fields": ["is_invented"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_country()

    def get_search_results(self, request, queryset, search_term):
        """Where one is chosen, those that have become another are not."""
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
