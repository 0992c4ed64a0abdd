"""The two renderings of a mail, plain text and HTML, from one text with a few marks.

    Objet : …          the head, ended by an empty line
    Aperçu : …         what a mailbox shows beside the subject
    <b>…</b>           strong
    - …                an item of a list; a line that begins with two spaces goes on with it
    > …                a quotation (filter `quoted`)
    => address label   a button, and its address in clear; without a label, the address alone

An empty line separates two paragraphs. Values come escaped, and each mark that opens something
holds `<` or `>`: nothing that somebody wrote becomes a link.
"""

import re
from html import unescape
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import mark_safe

LINK = re.compile(r"(?P<indent> *)=> (?P<url>\S+)(?: (?P<label>.+))?")
HEAD = re.compile(r"(Objet|Aperçu) : ")
MAIL = re.compile(r"<(?P<address>[^<>\s]+@[^<>\s]+)>")

P = '<p style="margin:0 0 16px">{}</p>'
LIST = '<ul style="margin:0 0 16px;padding:0 0 0 24px">{}</ul>'
QUOTE = '<p style="margin:0 0 16px;padding:0 0 0 16px;border-left:4px solid #dddddd">{}</p>'
BUTTON = (
    '<p style="margin:24px 0 16px"><a href="{url}" style="display:inline-block;padding:12px 20px;'
    'background:#000091;color:#ffffff;text-decoration:none">{label}</a></p>'
    '<p style="margin:0 0 16px;font-size:14px;color:#3a3a3a">Ou copiez cette adresse en entier :'
    '<br><span style="word-break:break-all">{url}</span></p>'
)
ADDRESS = '<a href="{0}" style="color:#000091;word-break:break-all">{0}</a>'


def split(source):
    """(subject on one line of at most 200 characters, preheader, body) of a rendered source."""
    head, _, body = source.lstrip().partition("\n\n")
    _, *parts = HEAD.split(head)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    values = {name: " ".join(unescape(text).split()) for name, text in pairs}
    if set(values) != {"Objet", "Aperçu"}:
        raise ValueError("Le modèle doit commencer par « Objet : … » et « Aperçu : … ».")
    return values["Objet"][:200], values["Aperçu"], body


def text_of(body):
    """The body as plain text."""
    lines = []
    for line in body.splitlines():
        link = LINK.fullmatch(line)
        if link and link["label"]:
            line = f"{link['label']} :\n{link['url']}"
        elif link:
            line = link["indent"] + link["url"]
        lines.append(unescape(MAIL.sub(r"\g<address>", re.sub(r"</?b>", "", line))))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def html_of(body):
    """The body as HTML."""
    kinds = kinds_of(body.splitlines())
    groups = ((kind, [line for _, line in lines]) for kind, lines in groupby(kinds, lambda k: k[0]))
    return mark_safe("\n".join(WRITERS[kind](lines) for kind, lines in groups if kind))


def kinds_of(lines):
    """(kind, line) of each: its mark, "text", or "" for an empty line."""
    kind = ""
    for line in lines:
        goes_on = kind == "list" and line.startswith("  ")
        kind = "list" if goes_on else kind_of(line)
        yield kind, line


def kind_of(line):
    if not line.strip():
        return ""
    return {"- ": "list", "> ": "quote", "=>": "link"}.get((line + " ")[:2], "text")


def paragraph(lines):
    return P.format("<br>\n".join(inline(line) for line in lines))


def quotation(lines):
    return QUOTE.format("<br>\n".join(line[2:] for line in lines))


def items(lines):
    texts = []
    for line in lines:
        if line.startswith("- "):
            texts.append(inline(line[2:]))
        else:
            texts[-1] += f"<br>\n{inline(line.strip())}"
    return LIST.format("\n".join(f"<li>{text}</li>" for text in texts))


def links(lines):
    return "\n".join(
        BUTTON.format(**match.groupdict()) if match["label"] else P.format(inline(line))
        for line in lines
        if (match := LINK.fullmatch(line))
    )


def inline(line):
    link = LINK.fullmatch(line)
    if link:
        return ADDRESS.format(link["url"])
    return MAIL.sub(r'<a href="mailto:\g<address>" style="color:#000091">\g<address></a>', line)


WRITERS = {"text": paragraph, "list": items, "quote": quotation, "link": links}


def quoted(text):
    """The lines of a text, escaped, each with the mark of a quotation."""
    return mark_safe("\n".join(f"> {escape(line)}" for line in text.splitlines()))
