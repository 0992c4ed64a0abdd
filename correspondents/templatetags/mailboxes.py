"""A mailbox that is too long for its line breaks before its « @ »."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def breakable(address):
    """The address, which may go to the next line at « @ »."""
    name, at, domain = address.rpartition("@")
    return format_html("{}<wbr>{}{}", name, at, domain) if name else address
