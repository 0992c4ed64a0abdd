"""What the staff read and do not edit: searches without an answer."""

from django.contrib import admin

from correspondents.models import UnansweredSearch
from correspondents.records.admin.tables import ReadOnly, TableAdmin


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(ReadOnly, TableAdmin):
    list_display = ["text", "times", "first_seen_on", "last_seen_on"]
    search_fields = ["text"]
    fields = list_display

    def get_queryset(self, request):
        return super().get_queryset(request).told()
