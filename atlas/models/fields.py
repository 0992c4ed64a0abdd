"""Columns that several tables of the Atlas have."""

from django.db import models


def reference(to, label, related_name="+", on_delete=models.PROTECT, **options):
    """A foreign key: what it refers to is not deleted before it, unless told otherwise."""
    options = {"related_name": related_name, "verbose_name": label, **options}
    return models.ForeignKey(to, on_delete, **options)


def optional(to, label, related_name="+", on_delete=models.PROTECT, **options):
    """The same, which may be empty."""
    return reference(to, label, related_name, on_delete, null=True, blank=True, **options)
