"""The parts that several tables of the Atlas share."""

from django.contrib import admin


def rows_of(model, **options):
    """The inline that edits the rows of a model, without an empty one."""
    options = {"model": model, "extra": 0, **options}
    return type(f"{model.__name__}Inline", (admin.TabularInline,), options)
