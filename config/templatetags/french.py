"""Django's words where French says otherwise: built in, no template loads them."""

from django import template
from django.template.defaultfilters import pluralize as english_pluralize

register = template.Library()


@register.filter(is_safe=False)
def pluralize(value, ending="s"):
    """The plural begins at two: « 0 partenariat »."""
    try:
        is_singular = abs(float(value)) < 2
    except (TypeError, ValueError):
        return english_pluralize(value, ending)
    return english_pluralize(1 if is_singular else 2, ending)
