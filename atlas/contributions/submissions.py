"""Store a contribution, send its link, hand it to the post that reviews it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from atlas.models import Contribution
from atlas.review.contribution import ContributionReview
from correspondents.directory.answers import Answer
from correspondents.mailing.mail import absolute, write
from correspondents.models import Proposal, SignedLink
from correspondents.proposals.notices import tell_post


@transaction.atomic
def receive(**values):
    """Store a contribution and send the link that confirms the address; nobody reads it yet."""
    contribution = Contribution.objects.create(**values)
    link = SignedLink.objects.issue(
        SignedLink.Purpose.CONTRIBUTION,
        contribution,
        to=contribution.from_email,
        lasts=timedelta(days=settings.CONTRIBUTION_DAYS),
    )
    write(
        "contribution",
        to=contribution.from_email,
        key=f"contribution {contribution.pk}",
        context={
            "about": ContributionReview(contribution).public_label,
            "url": absolute(reverse("contribution_confirm", args=[link.token])),
            "expires_at": link.expires_at,
        },
    )


@transaction.atomic
def confirm(link):
    """Hand over a contribution whose address is right; returns whether this call did it."""
    if not link.use("confirmed"):
        return False
    review, post = ContributionReview(link.target), reviewer_of(link.target)
    first = review.hand_over(post=post, origin=Proposal.Origin.AUTHORITY)
    tell_post(first, key=f"proposal {first.submission}")
    return True


def reviewer_of(contribution):
    """The first post that answers for the partner's country, None for the delegation."""
    country = contribution.foreign_country
    return next((c.post for c in Answer.about(country).working), None)
