"""The tree of themes."""

from django.contrib import admin

from atlas.models import Theme
from correspondents.records.admin.tables import AccentBlindSearch, TrackedAdmin

INDENT = "\u00a0" * 6


@admin.register(Theme)
class ThemeAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["in_tree", "code", "level"]
    list_filter = ["level"]
    list_per_page = 200
    search_fields = ["name_norm", "code"]
    ordering = ["path"]
    autocomplete_fields = ["parent"]
    fields = ["name", "code", "parent"]

    def choice_label(self, theme):
        """With the codes above it: two branches may have a theme of the same name."""
        return f"{theme} ({theme.path.rstrip('/')})" if theme.level > 1 else str(theme)

    @admin.display(description="nom", ordering="path")
    def in_tree(self, theme):
        return f"{INDENT * (theme.level - 1)}{theme}"
