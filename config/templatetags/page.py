"""What the head of a page says once, and the page shows elsewhere."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_block_tag(takes_context=True)
def page_title(context, content):
    """Write the title for the tab and for who shares the page; the breadcrumb ends with it."""
    context["page_title"] = title = one_line(content)
    error = "Erreur : " if context.get("is_refused") or has_errors(context.get("form")) else ""
    return format_html(
        '<title>{}{} – {}</title>\n    <meta property="og:title" content="{}">',
        error,
        title,
        context["site_name"],
        title,
    )


@register.simple_block_tag(takes_context=True)
def page_description(context, content):
    """Write what search engines and shared links say of the page: its own words, or its title."""
    purpose = "À qui écrire, dans chaque pays ou territoire, pour un projet de coopération."
    text = one_line(content) or format_html("{}. {}", context["page_title"], purpose)
    return format_html(
        '<meta name="description" content="{}">\n    <meta property="og:description" content="{}">',
        text,
        text,
    )


def one_line(content):
    """What a block wrote, already escaped, without its line ends."""
    return mark_safe(" ".join(content.split()))


def has_errors(form):
    return bool(getattr(form, "errors", None))
