"""The drawing of a map in a template."""

from django import template

from correspondents.directory.framed_map import Drawing

register = template.Library()


@register.filter
def framed(frame, dots):
    """The drawing of these dots in a frame of `post_map.frame`."""
    return Drawing(dots, frame["several"], frame["window"])
