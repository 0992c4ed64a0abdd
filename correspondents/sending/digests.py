"""The digest of the week, to those who decide for a post."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from correspondents.editions.at_a_post import changes_since
from correspondents.mailing import mail
from correspondents.models import Correspondent, Message, SignedLink, User

WEEK = timedelta(days=7)
UNSUBSCRIBE_LASTS = timedelta(days=60)


def subscribers():
    """The open accounts that validate for a post and want its digest."""
    accounts = User.objects.filter(
        is_active=True, post__isnull=False, post_function=User.PostFunction.VALIDATES
    )
    return accounts.filter(wants_digest=True).select_related("post").order_by("pk")


@transaction.atomic
def write_digest(user, tasks):
    """Write the digest of the ISO week to an account: the Message.

    None when there is nothing to say, or when it has already been written this week.
    """
    year, week, _ = timezone.localdate().isocalendar()
    key = f"digest {user.pk}, {year}-W{week:02}"
    if Message.objects.filter(key=key).exists():
        return None
    sections = {
        "tasks": tasks,
        "changes": changes_since(user.post, timezone.now() - WEEK),
        "checks": checks_of_the_month(user.post),
    }
    return write_to(user, key, sections) if any(sections.values()) else None


def write_to(user, key, sections):
    """The mail, with its own link to stop it: in it, and in the headers that mail programs read."""
    link = SignedLink.objects.issue(
        SignedLink.Purpose.UNSUBSCRIBE, user, to=user.email, lasts=UNSUBSCRIBE_LASTS
    )
    way_out = mail.absolute(reverse("unsubscribe", args=[link.token]))
    space = mail.absolute(reverse("space"))
    message = mail.write(
        "digest",
        to=user.email,
        key=key,
        context={**sections, "post": user.post, "url": space, "unsubscribe_url": way_out},
        headers=mail.one_click(way_out),
    )
    if message is None:  # another run has just written it: its own link is in it
        link.delete()
    return message


def checks_of_the_month(post):
    """The entries whose next check comes within a month, tomorrow first."""
    today = timezone.localdate()
    people = Correspondent.objects.in_office().held().shown().filter(post=post).with_next_check()
    month = people.filter(due_on__gt=today, due_on__lte=today + relativedelta(months=1))
    return list(month.order_by("due_on", "id"))
