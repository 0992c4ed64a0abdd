"""Columns that many tables have, and the name by which a row is shown."""

from django.conf import settings
from django.db import models


def account(label, on_delete=models.SET_NULL, **options):
    """The account that did something, None for a command; the row outlives the account."""
    options = {"related_name": "+", "null": True, **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete, verbose_name=label, **options)


def foreign_key(to, related_name="+", on_delete=models.PROTECT, **options):
    """A foreign key with the name of the table that it leads to, unless it has another one."""
    if "verbose_name" not in options:
        options["verbose_name"] = to._meta.verbose_name
    return models.ForeignKey(to, on_delete, related_name=related_name, **options)


def optional_key(to, related_name="+", on_delete=models.PROTECT, **options):
    """A foreign key that may be empty."""
    return foreign_key(to, related_name, on_delete, null=True, blank=True, **options)


def optional_day(label, **options):
    """A day that may be unknown."""
    return models.DateField(label, null=True, blank=True, **options)


class Named(models.Model):
    """A row that is shown by its `name`."""

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
