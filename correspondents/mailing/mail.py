"""Mails: written from two templates into the outbox, in the transaction of what they tell.

`templates/emails/<template>.txt` opens with « Objet : … » and an empty line; the `.html` beside
it extends `emails/base.html`. Nothing is sent here: `manage.py send_mails` does, each once.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from correspondents.models import Message

SUBJECT = "Objet : "
NAMES = ("SITE_NAME", "SITE_URL", "DELEGATION_NAME", "DELEGATION_SHORT_NAME", "OFFICIAL_SITE")
COLLECTED = ContextVar("messages of `collected()`", default=None)


def write(template, *, to, key, context=None, headers=None):
    """Put a mail in the outbox; returns the Message, or None when the key has already been used.

    `key` is what the mail is the only one of (« confirmation 12, 2 »): writing it again, from
    another run or another process, changes nothing. `headers` are added to the mail as they are.
    """
    values = values_of(to, context)
    subject, text = split(render(template, "txt", values))
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": template,
            "to": to,
            "subject": subject,
            "text": text,
            "html": render(template, "html", values),
            "headers": headers or {},
        },
    )
    if not is_new:
        return None
    if (messages := COLLECTED.get()) is not None:
        messages.append(message)
    return message


@contextmanager
def collected():
    """The messages that the block puts in the outbox, in their order."""
    messages = []
    token = COLLECTED.set(messages)
    try:
        yield messages
    finally:
        COLLECTED.reset(token)


def one_click(way_out):
    """The headers by which mail programs stop such mails at this address (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def preview(template, *, to, context=None):
    """(subject, text) of the mail that `write` would put in the outbox: nothing is written."""
    return split(render(template, "txt", values_of(to, context)))


def values_of(to, context):
    """The context of a mail, with the names that every mail may use."""
    names = {name.lower(): getattr(settings, name) for name in NAMES}
    return {**names, "reply_to": settings.REPLY_TO_EMAIL, "recipient": to, **(context or {})}


def render(template, extension, values):
    """A plain text is not HTML: an apostrophe stays one."""
    template_file = get_template(f"emails/{template}.{extension}").template
    return template_file.render(Context(values, autoescape=extension == "html"))


def split(text):
    """The subject, on one line of at most 200 characters, and the text below it."""
    head, _, body = text.lstrip().partition("\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"Le modèle doit commencer par « {SUBJECT}».")
    return " ".join(head.removeprefix(SUBJECT).split())[:200], body.strip() + "\n"


def absolute(path):
    """The address of a page as a mail gives it."""
    return settings.SITE_URL + path
