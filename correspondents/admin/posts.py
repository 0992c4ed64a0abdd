"""Posts, and which country or territory each of them serves."""

from django.contrib import admin
from django.db import models

from correspondents.models import Correspondent, Coverage, Post
from correspondents.records.admin.tables import (
    AccentBlindSearch,
    ProtectedFields,
    ReadOnly,
    SharedChoices,
    TrackedAdmin,
    section,
)

from .contact_search import ContactSearch


class CoverageInline(SharedChoices, admin.TabularInline):
    model = Coverage
    extra = 0
    fields = ["country", "post", "relation", "rank", "scope", "valid_from", "valid_until", "as_of"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("country", "post")


class PostCoverageInline(CoverageInline):
    fk_name = "post"


class CorrespondentInline(ReadOnly, admin.TabularInline):
    """The people of the post, past and present; each has a page, where tenures are checked."""

    model = Correspondent
    fields = ["role", "rank", "civility", "last_name", "first_name", "is_vacant"]
    fields += ["started_on", "ended_on", "verified_on"]
    show_change_link = True


@admin.register(Post)
class PostAdmin(ContactSearch, ProtectedFields, TrackedAdmin):
    protectable = ["mailbox", "phone"]
    list_display = ["name", "kind", "city", "country", "status", "mailbox", "is_discreet"]
    list_filter = ["status", "kind", "is_discreet", "country__zone"]
    list_select_related = ["country"]
    mailbox_field = "mailbox"
    search_fields = ["name_norm", "mailbox", "country__name_norm", "country__aliases__name_norm"]
    search_help_text = "Nom, ville, boîte, téléphone ou pays."
    prepopulated_fields = {"slug": ["city"]}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [PostCoverageInline, CorrespondentInline]
    fieldsets = [
        section(None, "name", ("kind", "parent"), "slug"),
        section(
            "Lieu",
            ("country", "country_is_shown"),
            ("city", "city_en"),
            ("latitude", "longitude"),
            "timezone",
        ),
        section("Coordonnées", "mailbox", "phone", "website", "is_discreet"),
        section("Actualités", "publishes_news_itself"),
        section(
            "Situation",
            ("status", "status_since"),
            ("operates_from", "operates_from_paris"),
            "status_source",
            "status_note",
        ),
        section("Provenance", "other_data", "protected_fields"),
    ]
    readonly_fields = ["other_data"]


@admin.register(Coverage)
class CoverageAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["country", "post", "relation", "rank", "scope", "valid_from", "valid_until"]
    list_filter = ["relation", "country__zone"]
    list_select_related = ["country", "post"]
    search_fields = ["country__name_norm", "post__name_norm"]
