"""Zones, countries and territories, and the names they go by."""

from django.contrib import admin

from correspondents.models import (
    Country,
    CountryAlias,
    PageRating,
    SearchWord,
    UnansweredSearch,
    UnrecognisedEntity,
    Zone,
)
from correspondents.records.admin.tables import (
    AccentBlindSearch,
    ReadOnly,
    TableAdmin,
    TrackedAdmin,
    section,
)

from .posts import CoverageInline


@admin.register(Zone)
class ZoneAdmin(TrackedAdmin):
    list_display = ["name", "code", "desk", "mailbox"]

    def get_readonly_fields(self, request, obj=None):
        # The code is in addresses that people keep, and in the searches that alerts follow.
        return ["code"] if obj else []


class CountryAliasInline(admin.TabularInline):
    model = CountryAlias
    extra = 0
    show_change_link = True


class CountryCoverageInline(CoverageInline):
    fk_name = "country"


@admin.register(Country)
class CountryAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["name", "iso2", "iso3", "zone", "capital", "is_french"]
    list_filter = ["zone", "is_french"]
    list_select_related = ["zone"]
    search_fields = ["name_norm", "aliases__name_norm", "iso2__iexact", "iso3__iexact"]
    filter_horizontal = ["look_alikes"]
    inlines = [CountryCoverageInline, CountryAliasInline]
    fieldsets = [
        section(None, ("name", "name_with_article"), ("locative", "genitive"), "name_en"),
        section("Codes", ("iso2", "iso3", "iso_numeric")),
        section("Géographie", "zone", "capital", ("latitude", "longitude"), "is_french"),
        section("Homonymes", "look_alikes"),
    ]

    def get_readonly_fields(self, request, obj=None):
        # The code is the key: another one would make another country.
        return ["iso2"] if obj else []


@admin.register(CountryAlias)
class CountryAliasAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["name", "country", "kind", "language", "shown"]
    list_filter = ["kind", "shown", "language"]
    list_select_related = ["country"]
    search_fields = ["name_norm", "country__name_norm"]


@admin.register(UnrecognisedEntity)
class UnrecognisedEntityAdmin(AccentBlindSearch, TableAdmin):
    list_display = ["name"]
    search_fields = ["name_norm"]


@admin.register(SearchWord)
class SearchWordAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["name", "label", "address"]
    search_fields = ["name_norm", "label"]


@admin.register(PageRating)
class PageRatingAdmin(ReadOnly, TableAdmin):
    list_display = ["page", "is_useful", "text", "rated_on"]
    list_filter = ["is_useful"]
    search_fields = ["page", "text"]
    fields = list_display


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(ReadOnly, TableAdmin):
    list_display = ["text", "times", "first_seen_on", "last_seen_on"]
    search_fields = ["text"]
    fields = list_display

    def get_queryset(self, request):
        return super().get_queryset(request).frequent()
