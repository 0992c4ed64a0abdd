"""The texts by which applicants are told of a decision."""

from django.contrib import admin

from correspondents.records.admin.tables import TrackedAdmin
from projects.models import LetterTemplate


@admin.register(LetterTemplate)
class LetterTemplateAdmin(TrackedAdmin):
    """The texts of the letters, those of a call before those of every call."""

    list_display = ["outcome", "call", "subject"]
    list_filter = ["outcome", "call"]
    autocomplete_fields = ["call"]
    fields = ["call", "outcome", "subject", "body"]
