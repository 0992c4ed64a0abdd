"""« Relances » : a batch is reminded at each step, once, while an opinion of it is awaited."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from correspondents import mail, workdays
from correspondents.confirmation.recipients import keepers_of
from projects.models import OpinionBatch, OpinionReminder, OpinionRequest

from .asking import context_of, link_to, unanswered_of


def run(on=None):
    """Remind the posts that are due for it; returns how many batches were.

    As often as one likes, two at a time included: a step is written once.
    """
    on = on or timezone.localdate()
    waiting = OpinionRequest.objects.unanswered().values("batch")
    batches = OpinionBatch.objects.filter(pk__in=waiting, call__cancelled_on__isnull=True)
    return sum(remind(key, on) for key in batches.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def remind(key, on):
    """Whether the batch was reminded just now."""
    batches = OpinionBatch.objects.select_for_update(of=["self"])
    batch = batches.select_related("call", "post__parent").get(pk=key)
    step = ripe(batch, on)
    awaited = unanswered_of(batch)
    if step is None or not awaited or batch.reminders.filter(step=step).exists():
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
        )
    return True


def ripe(batch, on):
    """The step that the day calls for; None on a day off there, or once the committee has met.

    The latest one that has come: a run that was missed sends no reminder of the past.
    """
    met = batch.call.committee_on and on >= batch.call.committee_on
    if met or not workdays.is_working_day(on, batch.post.country_id):
        return None
    come = [s for s in settings.OPINION_REMINDER_DAYS if batch.asked_on < day_of(s, batch) <= on]
    return max(come, default=None)


def day_of(step, batch):
    """The working day of a step at the post: before the deadline, not later; after, not sooner."""
    day, country = batch.due_on + timedelta(days=step), batch.post.country_id
    moved = workdays.on_or_after if step > 0 else workdays.on_or_before
    return moved(day, country)
