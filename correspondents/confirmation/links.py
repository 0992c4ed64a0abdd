"""The links of the loop's mails, and what each mail says of its link."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from correspondents.mailing.mail import absolute
from correspondents.models import SignedLink


def link_for(address, purpose, person):
    """A new link about a person, open as long as every link of the loop."""
    lasts = timedelta(days=settings.CONFIRM_LINK_DAYS)
    return SignedLink.objects.issue(purpose, person, to=address, lasts=lasts)


def context(link, page):
    """The context of a mail with a link, which opens the page of this name."""
    url = absolute(reverse(page, args=[link.token]))
    return {"person": link.target, "url": url, "link_days": settings.CONFIRM_LINK_DAYS}
