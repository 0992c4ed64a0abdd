"""Delivery reports (RFC 3464) read from files: an address that refuses our mails is flagged.

A report is believed only when it returns the Message-ID of a mail that we sent to that very
address. The number in it is signed: who mails us a forged report can flag nobody.
"""

import email
import re
from dataclasses import dataclass

from django.db import transaction

from correspondents.models import Correspondent, Message

MOST_BYTES = 2 * 1024 * 1024
PERMANENT = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b", re.ASCII)
RETURNED = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}


class Ignored(Exception):
    """Why a file flags nobody, as a sentence."""


@dataclass(frozen=True)
class Failure:
    """An address that refused for good, and the words of its server."""

    address: str
    reason: str


def read_report(data):
    """(Message-ID of the mail that came back, its failures); raises Ignored."""
    if len(data) > MOST_BYTES:
        raise Ignored("le fichier est trop gros pour un rapport de remise")
    try:
        mail = email.message_from_bytes(data)
        if mail.get_content_type() != "multipart/report":
            raise Ignored(why_not(mail))
        parts = list(mail.walk())
        return returned_id(parts), failures(parts)
    except Ignored:
        raise
    except Exception as error:  # whatever the parser meets in a hostile file, the next one is read
        raise Ignored(f"le fichier est illisible ({type(error).__name__})") from error


def why_not(mail):
    if str(mail.get("Auto-Submitted", "no")).strip().lower() != "no":
        return "c’est une réponse automatique"
    return "ce n’est pas un rapport de remise"


def failures(parts):
    """The recipients that the report says refused for good."""
    blocks = [
        block
        for part in parts
        if part.get_content_type() == "message/delivery-status" and part.is_multipart()
        for block in part.get_payload()
    ]
    refusals = [failure for block in blocks if (failure := failure_of(block))]
    if not refusals:
        raise Ignored("le rapport n’annonce aucun refus définitif")
    return refusals


def failure_of(block):
    """The failure that one group of fields tells, or None: delayed, relayed, delivered."""
    status = field(block, "Status")
    if field(block, "Action").lower() != "failed" or not PERMANENT.match(status):
        return None
    recipient = field(block, "Original-Recipient") or field(block, "Final-Recipient")
    address = recipient.rpartition(";")[2].strip().strip("<>")
    return Failure(address, f"{status} {field(block, 'Diagnostic-Code')}".strip())


def field(block, name):
    """A header as text, whatever its bytes are."""
    text = str(block.get(name, "")).encode("utf-8", "replace").decode()
    return " ".join(text.replace("\x00", "").split())


def returned_id(parts):
    """The Message-ID of the mail that the report returns; "" without one."""
    for part in parts:
        if part.get_content_type() in RETURNED:
            inside = part.get_payload()
            if isinstance(inside, str):
                inside = [email.message_from_string(part.get_payload())]
            if inside and (identifier := field(inside[0], "Message-ID")):
                return identifier
    return ""


@transaction.atomic
def take(data):
    """Flag whom a report names; returns the addresses flagged now. Raises Ignored."""
    message_id, reported = read_report(data)
    message = Message.objects.of_message_id(message_id)
    if message is None:
        raise Ignored("le rapport ne renvoie aucun de nos courriels")
    about_recipient = [
        failure for failure in reported if failure.address.lower() == message.to.lower()
    ]
    if not about_recipient:
        raise Ignored("le rapport nomme une autre adresse que celle de notre courriel")
    if message.dead_at:
        return set()  # told before
    message.note_return(about_recipient[0].reason)
    people = Correspondent.objects.in_office().filter(email__iexact=message.to)
    for person in people:
        person.bounce(message.to)
    return {message.to.lower()} if people else set()
