"""Django's filter as French counts: « 0 poste », « 1 poste », « 2 postes »."""

from django import template
from django.template.defaultfilters import pluralize

register = template.Library()


@register.filter(name="pluralize")
def french(value, endings="s"):
    return pluralize(value or 1, endings)
