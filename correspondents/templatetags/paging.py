"""The numbers of the pages of a list."""

from django import template

register = template.Library()


@register.filter
def numbers(page):
    """The pages to link: the first, the last and those near this one; "" stands for the others."""
    paginator = page.paginator
    shown = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return ["" if number == paginator.ELLIPSIS else number for number in shown]
