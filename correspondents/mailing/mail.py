"""Mails: written from one template into the outbox, in the transaction of what they tell.

`templates/emails/<template>.txt` holds the text with its marks, from which come both renderings
(`renderings.py`). Nothing is sent here: `manage.py send_mails` does, each once. No token enters the
outbox: it is signed when the mail leaves.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from email.header import Header

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from correspondents.models import Message, SignedLink

from .renderings import html_of, split, text_of
from .tokens import take_tokens

NAMES = (
    "SITE_NAME",
    "SITE_URL",
    "SENDER_NAME",
    "DELEGATION_NAME",
    "DELEGATION_SHORT_NAME",
    "DELEGATION_PHONE",
    "OFFICIAL_SITE",
)
COLLECTED = ContextVar("messages of `collected()`", default=None)


def write(template, *, to, key, context=None, headers=None, replies_to="", calendar=""):
    """Put a mail in the outbox; returns the Message, or None when the key has already been used.

    `key` is what the mail is the only one of (« confirmation 12, 2 »): writing it again, from
    another run or another process, changes nothing. `headers` are added to the mail as they are;
    `replies_to` is the key of the first mail of the matter, `calendar` an iCalendar file.

    The context may give `recipient_name` to greet by, else the name that the address is known by,
    and `signature`: lines in the place of the delegation's name.
    """
    values = values_of(to, context)
    subject, preheader, body = split(source_of(template, values))
    purposes = SignedLink.Purpose.values
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": template,
            "to": to,
            "subject": subject,
            "text": take_tokens(text_of(body), key, purposes),
            "html": take_tokens(framed(subject, preheader, body, values), key, purposes),
            "headers": all_headers(headers or {}, key, replies_to),
            "calendar": calendar,
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


def all_headers(headers, key, replies_to):
    """The headers without their tokens, with the mail of the same matter that this one follows."""
    purposes = SignedLink.Purpose.values
    headers = {name: take_tokens(value, key, purposes) for name, value in headers.items()}
    first = Message.objects.filter(key=replies_to).first() if replies_to else None
    if first:
        headers |= {"In-Reply-To": first.message_id, "References": first.message_id}
    return headers


def one_click(way_out):
    """The headers by which mail programs stop such mails at this address (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def sent_by(name):
    """The header by which a mail bears another name than the site's, from the same address."""
    return {"From": f"{encoded('From', name)} <{settings.DEFAULT_FROM_EMAIL}>"}


def encoded(header, text):
    """The text as the header writes it: its first line is short enough to stay beside its name."""
    return Header(text, "utf-8", header_name=header).encode().replace("\n", "")


def values_of(to, context):
    """The context of a mail, with the names that every mail may use."""
    values = {name.lower(): getattr(settings, name) for name in NAMES}
    values |= {"reply_to": settings.REPLY_TO_EMAIL, "recipient": to, "signature": ""}
    values |= context or {}
    name = values.get("recipient_name")
    if name is None:
        name = import_string(settings.RECIPIENT_NAMES)(to)
    return values | {"greeting": f"Bonjour {name}," if name else "Bonjour,"}


def source_of(template, values):
    """The text with its marks, values escaped, and what every mail ends with."""
    body = render_to_string(f"emails/{template}.txt", values)
    return f"{body}\n\n{render_to_string('emails/_end.txt', values)}"


def framed(subject, preheader, body, values):
    """The HTML page of a mail."""
    parts = {"subject": subject, "preheader": preheader, "content": html_of(body)}
    return render_to_string("emails/_frame.html", values | parts)


def absolute(path):
    """The address of a page as a mail gives it."""
    return settings.SITE_URL + path
