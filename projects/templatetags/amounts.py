"""Amounts of a frozen file, which are texts, as people read them."""

from decimal import Decimal

from django import template

from projects.models.money import amount_in_words

register = template.Library()


@register.filter
def euros(text, unknown="inconnu"):
    """« 12 000,00 EUR » of « 12000.00 »; `unknown` when there is no amount."""
    return amount_in_words(Decimal(text), "EUR") if text else unknown
