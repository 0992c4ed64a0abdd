"""French typography, where a template is read: once for each, whatever it then shows.

The text of a template gets the spaces that do not break, before a high sign, inside guillemets and
after a number; tags, attributes, scripts and what visitors typed stay as they are.
"""

import re

from django.template.loaders import app_directories, filesystem

THIN, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
TEMPLATE_TAG = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
MARKUP = re.compile(
    rf"<(script|style|textarea|pre|code)\b.*?</\1>|<!--.*?-->|{TEMPLATE_TAG}"
    rf"|</?[a-zA-Z!](?:{TEMPLATE_TAG}|[^>{{]|{{)*>",
    re.DOTALL,
)
# In this order: the sign that follows a space says which one it is.
RULES = [
    (re.compile(r" (?=[;!?](?!\w))"), THIN),
    (re.compile(r" (?=[:»%€](?!\w))|(?<=«) |(?<=\bn°) "), WIDE),
    (re.compile(r"(?<=\d) (?=(?:h|ans?|mois|jours?|heures?|minutes?)\b)"), WIDE),
    (re.compile(r"(?<=\d.h) (?=\d)"), WIDE),
]


def french(text):
    """The template's text between its marks, each space as French sets it."""
    pieces, end = [], 0
    for mark in MARKUP.finditer(text):
        pieces += [spaced(text[end : mark.start()]), mark[0]]
        end = mark.end()
    return "".join([*pieces, spaced(text[end:])])


def spaced(text):
    for pattern, space in RULES:
        text = pattern.sub(space, text)
    return text


class French:
    """Mixed into a loader of templates: pages and mails in HTML, not files of text."""

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        return french(contents) if origin.template_name.endswith(".html") else contents


class ProjectTemplates(French, filesystem.Loader):
    pass


class AppTemplates(French, app_directories.Loader):
    pass
