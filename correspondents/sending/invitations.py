"""Invitations: a link by which somebody whose account was opened chooses a password."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from correspondents.mailing.mail import absolute, write
from correspondents.models import SignedLink


@transaction.atomic
def invite(account, *, by=None):
    """Write to an account's address who invites; an earlier invitation opens nothing any more."""
    purpose, days = SignedLink.Purpose.INVITATION, settings.INVITATION_DAYS
    SignedLink.objects.revoke(purpose, account)
    link = SignedLink.objects.issue(purpose, account, to=account.email, lasts=timedelta(days=days))
    url = absolute(reverse("invitation", args=[link.token]))
    context = {"account": account, "url": url, "days": days}
    context["recipient_name"] = account.get_full_name()
    context["inviter"] = by.get_full_name() if by else ""
    return write("invitation", to=account.email, key=f"invitation {link.pk}", context=context)
