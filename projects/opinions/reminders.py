"""« Relances » : a batch is reminded at each step, once, while an opinion of it is awaited."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from correspondents.confirmation.recipients import keepers_of
from correspondents.mailing import mail
from correspondents.reference.workdays import reminder_step
from projects.models import OpinionBatch, OpinionReminder, OpinionRequest

from .requests import context_of, link_to, unanswered_of


def run(on=None):
    """Remind the posts that are due for it; returns how many batches were.

    As often as one likes, two at a time included: a step is written once.
    """
    on = on or timezone.localdate()
    waiting = OpinionRequest.objects.unanswered().values("batch")
    batches = OpinionBatch.objects.filter(pk__in=waiting, call__cancelled_on__isnull=True)
    rows = batches.select_related("call", "post").prefetch_related("reminders").order_by("pk")
    due = [batch.pk for batch in rows if step_due(batch, on) is not None]  # few are, and locked
    return sum(remind(key, on) for key in due)


@transaction.atomic
def remind(key, on):
    """Whether the batch was reminded just now."""
    batches = OpinionBatch.objects.select_for_update(of=["self"])
    batch = batches.select_related("call", "post__parent").get(pk=key)
    step = step_due(batch, on)
    if step is None:
        return False
    awaited = unanswered_of(batch)
    if not awaited:
        return False
    OpinionReminder.objects.create(batch=batch, step=step, sent_on=on, requests=len(awaited))
    others = keepers_of(batch.post, but=[batch.sent_to]) if step > 0 else []
    for address in [batch.sent_to, *others]:
        mail.write(
            "opinion_reminder",
            to=address,
            key=f"opinion reminder {batch.pk}, {step}, {address.lower()}",
            context={
                **context_of(batch, awaited, link_to(batch, address)),
                "is_over": on > batch.due_on,
                "is_copy": address in others,
            },
            replies_to=f"opinion {batch.pk}",
        )
    return True


def step_due(batch, on):
    """The step that the day calls for, at the post; None once it was written, or the committee
    has met."""
    met = batch.call.committee_on and on >= batch.call.committee_on
    steps = () if met else settings.OPINION_REMINDER_DAYS
    country = batch.post.country_id
    step = reminder_step(steps, batch.due_on, on, country, after=batch.asked_on)
    return None if step in {reminder.step for reminder in batch.reminders.all()} else step
