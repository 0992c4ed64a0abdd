"""The closing of a call on screen."""

from django import template

from projects.models.windows import closing

register = template.Library()
register.filter("closing", closing)
