"""The headings that people said what they are: read, and forgotten."""

from django.contrib import admin

from correspondents.imports.kinds import list_kind
from correspondents.models import RememberedHeading
from correspondents.records.admin.tables import TableAdmin

ASIDE = "Autres données"


@admin.register(RememberedHeading)
class RememberedHeadingAdmin(TableAdmin):
    """Whoever brings lists in may forget a heading; it is remembered on the page of columns."""

    list_display = ["heading", "meaning", "group", "before", "after", "kind_label"]
    list_display_links = None
    search_fields = ["heading", "group"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("correspondents.change_importbatch")

    has_delete_permission = has_view_permission

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description="colonne", ordering="code")
    def meaning(self, heading):
        return list_kind(heading.kind).vocabulary.choices.get(heading.code, heading.code) or ASIDE

    @admin.display(description="liste", ordering="kind")
    def kind_label(self, heading):
        return list_kind(heading.kind).label
