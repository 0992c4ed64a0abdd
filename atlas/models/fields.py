"""Columns that several tables of the Atlas have."""

from django.db import models


def reference(to, label, related_name="+", on_delete=models.PROTECT, **options):
    """A foreign key; by default, its target is protected from deletion."""
    options = {"related_name": related_name, "verbose_name": label, **options}
    return models.ForeignKey(to, on_delete, **options)


def optional(to, label, related_name="+", on_delete=models.PROTECT, **options):
    """A foreign key that may be empty."""
    return reference(to, label, related_name, on_delete, null=True, blank=True, **options)


def through(table, to, label, related_name):
    """A many-to-many relation whose rows have a table of their own."""
    return models.ManyToManyField(
        to, through=table, verbose_name=label, related_name=related_name, blank=True
    )
