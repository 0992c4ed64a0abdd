"""The editions of the open data: read; `publish_data` alone makes them."""

from django.contrib import admin

from correspondents.models import DataEdition
from correspondents.records.admin.tables import ReadOnly, TableAdmin, cell


class DataTableInline(ReadOnly, admin.TabularInline):
    """The tables of an edition, without their files."""

    model = DataEdition.tables.through
    verbose_name_plural = "tables"
    fields = ["name", "rows", "generated_at", "withdrawn", "redacted_at"]
    readonly_fields = fields
    name = cell("datatable.name", "Table")
    rows = cell("datatable.rows", "Lignes")
    generated_at = cell("datatable.generated_at", "Produite le")
    withdrawn = cell("datatable.withdrawn", "Lignes retirées depuis")
    redacted_at = cell("datatable.redacted_at", "Expurgée le")

    def get_queryset(self, request):
        tables = super().get_queryset(request).select_related("datatable")
        return tables.defer("datatable__csv", "datatable__json")


@admin.register(DataEdition)
class DataEditionAdmin(ReadOnly, TableAdmin):
    list_display = ["name", "published_at", "schema_version", "withdrawn", "redacted_at"]
    fields = ["name", "published_at", "schema_version"]
    inlines = [DataTableInline]
    withdrawn = cell("withdrawn", "Lignes retirées depuis")
    redacted_at = cell("redacted_at", "Expurgée le")

    def get_queryset(self, request):
        return super().get_queryset(request).with_redactions()

    def view_on_site(self, edition):
        return edition.get_absolute_url()
