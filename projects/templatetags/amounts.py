"""Amounts of a frozen file, which are texts, as people read them."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format

from projects.models.money import amount_in_words

register = template.Library()


@register.filter
def euros(text, unknown="inconnu"):
    """« 12 000 € » of « 12000.00 »; `unknown` when there is no amount."""
    return amount_in_words(Decimal(text), "EUR") if text else unknown


@register.filter
def day(text):
    """« 5 janvier 2026 » of « 2026-01-05 »."""
    return date_format(date.fromisoformat(text), "j F Y")
