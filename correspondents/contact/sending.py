"""A message to a mailbox and its receipt, written to the outbox with the row that counts it."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from correspondents.mailing.mail import absolute, write
from correspondents.mailing.throttle import allow
from correspondents.models import ContactRequest, Message, Post

DAY = 24 * 3600


@dataclass(frozen=True)
class Recipient:
    """A functional mailbox: a post's, or that of the delegation's desk (no post)."""

    name: str
    mailbox: str
    post: Post | None = None

    @classmethod
    def of(cls, answer, slug=""):
        """The post chosen among those that answer, else the first of them, else the desk."""
        posts = answer.posts_with_mailbox
        if not posts:
            return cls(answer.desk.name, answer.desk.mailbox)
        post = next((post for post in posts if post.slug == slug), posts[0])
        return cls(post.name, post.mailbox, post)


@transaction.atomic
def send(values, *, country, recipient):
    """Write the mail, its receipt and the row that counts it; the same page sent twice, once.

    `values` are the form's cleaned ones. The receipt holds the message, for the sender's file, and
    nothing else of the form. Somebody else's address may have been given: the message is text, its
    addresses are inert, the mail says that it is not ours, and it goes a few times a day at most to
    one address (ADR 28).
    """
    key = key_of(values, country, recipient)
    theme = ContactRequest.Theme(values["theme"])
    context = {
        "country": country,
        "theme": theme.label,
        "url": absolute(country.get_absolute_url()),
        "number": f"{key[:4]}-{key[4:8]}".upper(),
        "message": values["message"],
    }
    message = write(
        "contact_request",
        to=recipient.mailbox,
        key=f"contact {key}",
        context={**context, **{name: values[name] for name in ("name", "authority", "email")}},
        headers={"Reply-To": values["email"]},
    )
    if message is None:
        return
    ContactRequest.objects.create(country=country, post=recipient.post, theme=theme)
    limit = settings.RECEIPTS_PER_DAY
    if allow("contact-receipt", values["email"].lower(), limit=limit, seconds=DAY):
        write("contact_receipt", to=values["email"], key=f"receipt {key}", context=context)
    Message.objects.of_visitors_kept_long_enough().delete()


def key_of(values, country, recipient):
    """A keyed digest of one filled page: nothing of it can be read back."""
    parts = [country.pk, recipient.mailbox]
    parts += [values[name] for name in ("opened", "theme", "message", "name", "authority", "email")]
    return salted_hmac("correspondents.contact", "\0".join(parts), algorithm="sha256").hexdigest()
