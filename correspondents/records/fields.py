"""Columns that many tables have."""

from django.conf import settings
from django.db import models


def account(label, on_delete=models.SET_NULL, **options):
    """The account that did something, None for a command; the row outlives the account."""
    options = {"related_name": "+", "null": True, **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete, verbose_name=label, **options)
