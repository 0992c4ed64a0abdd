"""What the Atlas holds of people, and for how long."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from atlas.models import Contribution
from correspondents.personal.retention import Step


def steps():
    """What is kept no longer, as of now."""
    before = timezone.now() - timedelta(days=settings.CONTRIBUTION_DAYS)
    return [Step("contributions jamais confirmées", Contribution.objects.given_up(before))]


def traces(person):
    """{name of a table: query set} of the rows that are the person's own."""
    return {
        "contributions à confirmer": contributions_of(person),
    }


def forget(person):
    """Delete what is the person's alone; what names somebody elsewhere is mended apart."""
    contributions_of(person).delete()


def contributions_of(person):
    return Contribution.objects.filter(from_email__iexact=person.email)
