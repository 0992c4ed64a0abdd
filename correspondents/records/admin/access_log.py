"""The log of who read what is internal: for superusers alone."""

from django.contrib import admin

from correspondents.models import AccessRecord

from .tables import ReadOnly, TableAdmin


@admin.register(AccessRecord)
class AccessRecordAdmin(ReadOnly, TableAdmin):
    list_display = ["at", "user", "what", "subject", "rows"]
    list_filter = ["what"]
    list_select_related = ["user"]
    search_fields = ["user__email", "subject"]
