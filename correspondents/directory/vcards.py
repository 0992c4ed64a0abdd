"""A contact as a card for address books: vCard 3.0, the version that all of them read."""

from django.conf import settings
from django.utils.formats import date_format

from correspondents.spreadsheets.files import Format
from correspondents.spreadsheets.write import in_chunks, readable

OCTETS_PER_LINE = 75
SUBJECT = "coopération décentralisée"


def card(contact):
    """The vCard of a published contact: what the contact does not hold cannot be in it."""
    lines = (f"{name}:{value}" for name, value in _entries(contact) if value.strip(";"))
    return "".join(
        f"{folded(line)}\r\n" for line in ["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"]
    )


def write_cards(table):
    """The cards of the contacts of a table, whose columns do not count."""
    return in_chunks(map(card, table))


CARDS = Format("vcf", "Cartes de visite (vcf)", "text/vcard; charset=utf-8", write_cards)


def _entries(contact):
    """The properties as (name, escaped value); those without value are left out by `card`."""
    post = contact.post
    address = f"{settings.SITE_URL}{post.get_absolute_url()}"
    own_email = contact.email if contact.email != contact.mailbox else ""
    name = [contact.last_name or contact.heading, contact.first_name, "", contact.civility, ""]
    # A post that works from another city has no address in this one.
    place = [] if post.host_city else ["", "", "", post.city, "", "", post.shown_country]
    return [
        ("UID", escaped(f"{address}#contact-{contact.pk}")),
        ("N", structured(name)),
        ("FN", escaped(contact.heading)),
        ("ORG", structured([post.name])),
        ("TITLE", escaped(contact.function or contact.title)),
        ("ROLE", escaped(contact.title)),
        ("ADR;TYPE=WORK", structured(place)),
        ("EMAIL;TYPE=INTERNET,PREF", escaped(contact.mailbox)),
        ("EMAIL;TYPE=INTERNET,WORK", escaped(own_email)),
        ("TEL;TYPE=WORK,VOICE", escaped(contact.phone)),
        ("TEL;TYPE=WORK,VOICE", escaped(post.phone)),
        ("URL", address),
        ("CATEGORIES", ",".join(map(escaped, filter(None, [SUBJECT, post.shown_country])))),
        ("NOTE", escaped(_note(contact))),
        ("REV", f"{contact.verified_on}T00:00:00Z" if contact.verified_on else ""),
    ]


def _note(contact):
    verified = contact.verified_on and f"Vérifié le {date_format(contact.verified_on, 'j F Y')}."
    return " ".join(filter(None, [contact.scope and f"Périmètre : {contact.scope}.", verified]))


def escaped(text):
    """The text as a vCard value: the marks that separate values lose their meaning."""
    text = readable(text)
    for mark in "\\,;":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def structured(parts):
    """The components of a value, in their order; an empty one keeps its place."""
    return ";".join(map(escaped, parts))


def folded(line):
    """The line in pieces of 75 octets at most, none of which ends inside a character."""
    rest, pieces = line.encode(), []
    while len(rest) >= OCTETS_PER_LINE:
        cut = OCTETS_PER_LINE - 1  # a piece begins with the space that says it continues
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*pieces, rest]).decode()
