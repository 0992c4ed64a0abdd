"""The editions of the open data: read; `publish_data` alone makes them."""

from django.contrib import admin

from correspondents.models import DataEdition
from correspondents.records.admin.tables import ReadOnly, TableAdmin


class DataTableInline(ReadOnly, admin.TabularInline):
    """The tables of an edition, without their files."""

    model = DataEdition.tables.through
    verbose_name_plural = "tables"
    fields = ["name", "rows", "generated_at", "withdrawn", "redacted_at"]
    readonly_fields = fields

    def get_queryset(self, request):
        tables = super().get_queryset(request).select_related("datatable")
        return tables.defer("datatable__csv", "datatable__json")

    @admin.display(description="Table")
    def name(self, link):
        return link.datatable.name

    @admin.display(description="Lignes")
    def rows(self, link):
        return link.datatable.rows

    @admin.display(description="Produite le")
    def generated_at(self, link):
        return link.datatable.generated_at

    @admin.display(description="Lignes retirées depuis")
    def withdrawn(self, link):
        return link.datatable.withdrawn

    @admin.display(description="Expurgée le")
    def redacted_at(self, link):
        return link.datatable.redacted_at


@admin.register(DataEdition)
class DataEditionAdmin(ReadOnly, TableAdmin):
    list_display = ["name", "published_at", "schema_version", "withdrawn", "redacted_at"]
    fields = ["name", "published_at", "schema_version"]
    inlines = [DataTableInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_redactions()

    @admin.display(description="Lignes retirées depuis")
    def withdrawn(self, edition):
        return edition.withdrawn

    @admin.display(description="Expurgée le")
    def redacted_at(self, edition):
        return edition.redacted_at

    def view_on_site(self, edition):
        return edition.get_absolute_url()
