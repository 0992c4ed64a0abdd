"""The opening and the closing of a call on screen."""

from django import template
from django.utils import timezone

from correspondents.models.links import moment
from projects.models.windows import closing, last_day

register = template.Library()
register.filter("closing", closing)
register.filter("moment", moment)


@register.filter
def days_left(at):
    """« plus que 45 jours » until the last day before this moment, in Paris."""
    days = (last_day(at) - timezone.localdate()).days
    return f"plus que {days} jour{'s' * (days > 1)}" if days else "dernier jour"
