"""What is done of an opinion: kept as a draft, submitted, validated, returned; who is told."""

from django.db import transaction
from django.utils import timezone

from correspondents.mailing import mail
from correspondents.models import SignedLink
from projects.models import ApplicationVersion

from .requests import context_of, link_to
from .validators import validators_of


@transaction.atomic
def keep(form, page):
    """Keep what the form holds as the draft of the post, in the name of who opened the page."""
    opinion = form.instance
    was_submitted = bool(opinion.submitted_at) and page.may_validate
    if not page.may_validate:
        opinion.drafter = page.account
    if not opinion.version_id:
        opinion.version = ApplicationVersion.objects.keep(opinion.application, by=None)
    opinion.kept_at = timezone.now()
    opinion.kept_by = (page.signature or opinion.drafted_by or page.address_of_reader)[:160]
    opinion.save()
    opinion.marks.all().delete()
    for criterion, mark in form.marks.items():
        opinion.marks.create(criterion=criterion, mark=mark)
    if was_submitted:
        tell_drafter(opinion, "rewritten", page)
    return opinion


@transaction.atomic
def submit(opinion):
    """Ask those who validate for the post to do so: [Validator] of those written to."""
    last = opinion.application.versions.order_by("number").last()
    opinion.version = last or opinion.version
    opinion.submitted_at = timezone.now()
    opinion.save(update_fields=["version", "submitted_at"])
    batch = opinion.request.batch
    validators = validators_of(batch.post)
    for validator in validators:
        address = validator.email
        number = f"{opinion.pk}, {opinion.submitted_at.isoformat()}, {address.lower()}"
        url = link_to(batch, address, SignedLink.Purpose.VALIDATION, opinion.request_id)
        context = {**context_of(batch, [opinion.application], url), "opinion": opinion}
        context["is_by_reader"] = opinion.returned_by.split(",")[0] == validator.name
        mail.write(
            "opinion_validation",
            to=address,
            key=f"v {number}",
            context=context,
            replies_to=f"opinion {batch.pk}",
        )
    return validators


@transaction.atomic
def validate(opinion, page):
    """Make the submitted text the opinion of the post, and tell who drafted it."""
    drafter, submitted_at = opinion.drafter, opinion.submitted_at
    opinion.validate(page.signature or opinion.drafted_by)
    if submitted_at:
        opinion.drafter = drafter
        tell_drafter(opinion, "validated", page)


@transaction.atomic
def send_back(opinion, because, page):
    """Return the draft to who wrote it. Raises ValidationError."""
    submitted_at = opinion.submitted_at
    opinion.send_back(because=because, by=page.signature)
    opinion.submitted_at = submitted_at
    tell_drafter(opinion, "returned", page)


def address_of_drafter(opinion):
    """That of the account that drafts, else the one that was asked."""
    return opinion.drafter.email if opinion.drafter else opinion.request.batch.sent_to


def tell_drafter(opinion, outcome, page):
    """Write once what became of the text, with a copy: not to who did it."""
    batch, to = opinion.request.batch, address_of_drafter(opinion)
    if not to or to.lower() == page.address_of_reader.lower():
        return
    url = link_to(batch, to, SignedLink.Purpose.OPINION, opinion.request_id)
    context = {**context_of(batch, [opinion.application], url), "opinion": opinion}
    context |= {"outcome": outcome, "by": page.signature}
    key = f"opinion {outcome} {opinion.pk}, {opinion.submitted_at.isoformat()}"
    first = f"opinion {batch.pk}"
    mail.write("opinion_outcome", to=to, key=key, context=context, replies_to=first)
