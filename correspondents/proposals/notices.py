"""The mail to a post about what an authority or a visitor has just proposed to it."""

from django.urls import reverse

from correspondents.confirmation.recipients import deciders_of
from correspondents.mailing.mail import absolute, write
from correspondents.models import User


def tell_post(proposal, *, key):
    """Tell who decides at the post, but for who wants no mail of the week; once for a key."""
    if proposal.post is None:
        return
    silent = User.objects.filter(post=proposal.post, wants_digest=False)
    left_out = [proposal.from_email, *silent.values_list("email", flat=True)]
    for address in deciders_of(proposal.post, but=left_out):
        write(
            "proposal_received",
            to=address,
            key=f"{key}, {address.lower()}",
            context={
                "proposal": proposal,
                "about": proposal.review.public_label,
                "url": absolute(reverse("proposal_review", args=[proposal.submission])),
            },
        )
