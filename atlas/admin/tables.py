"""The parts that several tables of the Atlas share."""

from django.contrib import admin


class RowsFilter(admin.SimpleListFilter):
    """`rows`: {value in the address: (its label, the QuerySet method that finds its rows)}."""

    rows = {}

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _) in self.rows.items()]

    def queryset(self, request, queryset):
        _, method = self.rows.get(self.value(), ("", "all"))
        return getattr(queryset, method)()


def rows_of(model, **options):
    """The inline that edits the rows of a model, without an empty one."""
    options = {"model": model, "extra": 0, **options}
    return type(f"{model.__name__}Inline", (admin.TabularInline,), options)
