"""The opening and the closing of a call on screen."""

from django import template

from correspondents.models.links import moment
from projects.models.windows import closing

register = template.Library()
register.filter("closing", closing)
register.filter("moment", moment)
