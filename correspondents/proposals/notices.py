"""The mails to a post about what was proposed to it, and about what was withdrawn since."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from correspondents.confirmation.recipients import deciders_of
from correspondents.mailing.mail import absolute, write
from correspondents.models import Message, User


def tell_post(proposal, *, key):
    """Tell who decides at the post, but for who wants no mail of the week; once for a key.

    Its mailbox and its COCACs are told too: without an account, who decides and how to get one.
    """
    if proposal.post is None:
        return
    accounts = User.objects.filter(post=proposal.post)
    silent = accounts.filter(wants_digest=False).values_list("email", flat=True)
    validators = accounts.filter(is_active=True, post_function=User.PostFunction.VALIDATES)
    by_address = {account.email.lower(): account for account in validators.order_by("pk")}
    for address in deciders_of(proposal.post, but=[proposal.from_email, *silent]):
        write(
            "proposal_received",
            to=address,
            key=f"{key}, {address.lower()}",
            context={
                "proposal": proposal,
                "about": proposal.review.public_label,
                "url": absolute(reverse("proposal_review", args=[proposal.submission])),
                "decides": address.lower() in by_address,
                "validators": list(by_address.values()),
            },
        )


def mails_about(proposal, *, by=None):
    """The mails that told who decides of a submission: its own, or that of the account's day."""
    own = Q(key__startswith=f"proposal {proposal.submission}, ")
    if by:
        day, about = timezone.localdate(proposal.made_at), proposal.review.public_label
        own |= Q(key__startswith=f"corrections {by.pk}, {day}, ", subject__endswith=f" : {about}")
    return Message.objects.filter(own, kind="proposal_received")


def tell_withdrawal(proposal, *, by=None):
    """Tell those who were told of a submission that it is withdrawn, by an account or a link."""
    if proposal.target is None:
        return
    mails_about(proposal).waiting().delete()
    say_withdrawn(mails_about(proposal, by=by), proposal)


def say_withdrawn(messages, proposal):
    """Write to who was sent each of these mails that what it announced is taken back."""
    for message in messages:
        write(
            "proposal_withdrawn",
            to=message.to,
            key=withdrawal_key(message),
            context={"proposal": proposal, "about": proposal.review.public_label},
        )


def tell_again(proposal, *, by):
    """Its withdrawal is taken back: tell of the proposal again those who know of it no more."""
    messages = mails_about(proposal, by=by)
    words = Message.objects.filter(key__in=[withdrawal_key(message) for message in messages])
    words.waiting().delete()
    if words.exists() or not messages.exists():
        tell_post(proposal, key=f"proposal {proposal.submission}, {messages.count() + 1}")


def withdrawal_key(message):
    return f"proposal withdrawn {message.pk}"
