"""Contacts in France by region, the pages of advice, and the count of what visitors wrote."""

from django.contrib import admin
from django.db import models

from correspondents.models import (
    ContactRequest,
    FrenchContact,
    FrenchRegion,
    Guide,
    GuideSection,
)
from correspondents.records.admin.tables import ReadOnly, TableAdmin, TrackedAdmin


@admin.register(FrenchRegion)
class FrenchRegionAdmin(TrackedAdmin):
    list_display = ["name", "code", "country"]
    list_select_related = ["country"]

    def get_readonly_fields(self, request, obj=None):
        # The code is the key: another one would make another region.
        return ["code"] if obj else []


@admin.register(FrenchContact)
class FrenchContactAdmin(TrackedAdmin):
    list_display = ["name", "kind", "region", "mailbox", "verified_on", "is_public"]
    list_filter = ["kind", "is_public", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "region__name"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class GuideSectionInline(admin.StackedInline):
    model = GuideSection
    # The stock page writes « : » next to the name.
    verbose_name, verbose_name_plural = "partie\xa0", "parties"
    extra = 0


@admin.register(Guide)
class GuideAdmin(TrackedAdmin):
    """The pages exist for good: their words change, they neither come nor go."""

    list_display = ["title", "updated_at", "updated_by"]
    list_select_related = ["updated_by"]
    fields = ["title", "updated_at", "updated_by"]
    readonly_fields = ["updated_at", "updated_by"]
    inlines = [GuideSectionInline]

    def has_add_permission(self, request, obj=None):
        return False

    has_delete_permission = has_add_permission

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.note_update(by=request.user)

    def view_on_site(self, guide):
        return guide.get_absolute_url()


@admin.register(ContactRequest)
class ContactRequestAdmin(ReadOnly, TableAdmin):
    list_display = ["sent_at", "country", "post", "theme"]
    list_filter = ["theme", "country__zone"]
    list_select_related = ["country", "post"]
    date_hierarchy = "sent_at"
