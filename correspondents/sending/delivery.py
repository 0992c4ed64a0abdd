"""The outbox emptied: each mail once, even when several processes send."""

import re
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from correspondents.mailing.mail import encoded, sent_by
from correspondents.mailing.tokens import give_tokens
from correspondents.models import Correspondent, Message

METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)


def send_ready(limit=None):
    """Send what is ready, at most `limit` mails; returns (sent, failed).

    One transaction a mail: its row stays locked while it is sent, and other senders skip it.
    A process killed between the server's answer and the commit sends that one mail again, under
    the same Message-ID.
    """
    sent = failed = 0
    connection = get_connection()
    try:
        while limit is None or sent + failed < limit:
            outcome = send_next(connection)
            if outcome is None:
                break
            sent, failed = sent + outcome, failed + (not outcome)
    finally:
        connection.close()
    return sent, failed


@transaction.atomic
def send_next(connection):
    """Send the oldest ready mail: True or False by its fate, None when there is none."""
    message = Message.objects.ready().select_for_update(skip_locked=True).first()
    if message is None:
        return None
    try:
        connection.open()  # kept open from one mail to the next
        as_email(message, connection).send()
    except SMTPRecipientsRefused as error:
        refuse(message, error)
        return False
    except (OSError, SMTPException) as error:
        connection.close()  # a broken connection is opened again for the next mail
        message.note_failure(error)
        return False
    message.note_sent()
    return True


def refuse(message, error):
    """The server does not want the address: at once and for good when it says so (5xx)."""
    code, reason = next(iter(error.recipients.values()), (0, b""))
    is_final = 500 <= code < 600
    words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    message.note_failure(f"{code} {words}", is_final=is_final)
    if is_final:
        for person in Correspondent.objects.in_office().filter(email__iexact=message.to):
            person.bounce(message.to)


def as_email(message, connection):
    mail = EmailMultiAlternatives(
        subject=encoded("Subject", message.subject),
        body=give_tokens(message.text, message.key),
        from_email=sent_by(settings.SENDER_NAME)["From"],
        to=[message.to],
        reply_to=[settings.REPLY_TO_EMAIL],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF",
            **{name: give_tokens(value, message.key) for name, value in message.headers.items()},
        },
        connection=connection,
    )
    mail.attach_alternative(give_tokens(message.html, message.key), "text/html")
    if message.calendar:
        method = METHOD.search(message.calendar)[1]
        mail.attach("reunion.ics", message.calendar, f"text/calendar; method={method}")
    return mail
