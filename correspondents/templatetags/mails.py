"""What a mail quotes of somebody who writes from the site."""

import re

from django import template

from correspondents.mailing.renderings import quoted

register = template.Library()
register.filter("quoted", quoted)

# « exemple.fr », « https:// »: what a mail program would make a link of.
DOT = re.compile(r"(?<=[\w-])\.(?=[^\W\d_]{2})")


@register.filter
def inert(text):
    """The text with addresses that no mail program opens."""
    return DOT.sub("[.]", text).replace("://", "[:]//").replace("@", "[at]")
