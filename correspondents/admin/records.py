"""What the staff read and do not edit: searches without an answer, imports."""

from django.contrib import admin

from correspondents.models import ImportBatch, UnansweredSearch

from .base import ReadOnly, TableAdmin


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(ReadOnly, TableAdmin):
    list_display = ["text", "times", "first_seen_on", "last_seen_on"]
    search_fields = ["text"]
    fields = list_display

    def get_queryset(self, request):
        return super().get_queryset(request).told()


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, TableAdmin):
    list_display = ["__str__", "edition_on", "created_at", "created_by", "applied_at"]
    list_select_related = ["created_by"]
    search_fields = ["file_name"]
    fields = ["file_name", "sha256", "size", "edition_on", "totals"]
    fields += ["created_at", "created_by", "applied_at"]
