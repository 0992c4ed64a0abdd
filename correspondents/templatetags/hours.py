"""Hours and deadlines as a post reads them."""

from django import template

from correspondents.reference.hours import last_day, moment_at

register = template.Library()
register.filter("last_day", last_day)


@register.filter
def at_post(moment, post=None):
    """The moment in the hour of the post, said so; of Paris without one."""
    return moment_at(moment, post)
