"""« Relances » : a batch is reminded at each step, once, while an opinion of it is awaited."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from correspondents.confirmation.recipients import keepers_of
from correspondents.mailing import mail
from correspondents.reference.workdays import reminder_step
from projects.models import OpinionBatch, OpinionReminder, OpinionRequest

from .requests import context_of, link_to, unanswered_of
from .validators import purpose_for, validators_of


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
    batch = locked(key)
    step = step_due(batch, on)
    return step is not None and write(batch, step, on)


@transaction.atomic
def remind_now(key, on=None):
    """Remind a post by hand, once a day: whether it was. Raises ValidationError."""
    on = on or timezone.localdate()
    batch = locked(key)
    if batch.reminders.filter(sent_on=on).exists():
        raise ValidationError("Ce poste a déjà été relancé aujourd’hui.")
    if call_is_over(batch, on) or not write(batch, (on - batch.due_on).days, on):
        raise ValidationError("Ce poste n’a plus d’avis à rendre.")


def locked(key):
    batches = OpinionBatch.objects.select_for_update(of=["self"])
    return batches.select_related("call", "post__parent").get(pk=key)


def write(batch, step, on):
    """Write the mails of a step: to who drafts, and to who validates what is submitted. Whether
    any opinion is awaited."""
    awaited = unanswered_of(batch)
    if not awaited:
        return False
    OpinionReminder.objects.create(batch=batch, step=step, sent_on=on, requests=len(awaited))
    context = {"is_over": on > batch.due_on}
    validators = [row.email for row in validators_of(batch.post)]
    submitted = [row for row in awaited if row.is_submitted] if validators else []
    to_write = [row for row in awaited if row not in submitted]
    copied = copied_of(batch, validators) if step > 0 else []
    for address in validators if submitted else []:
        mail_to(batch, step, address, submitted, {**context, "is_to_validate": True})
    for address in [batch.sent_to, *copied] if to_write else []:
        mail_to(batch, step, address, to_write, {**context, "is_copy": address in copied})
    return True


def copied_of(batch, validators):
    """Who reads the reminders after the deadline: those who validate, then the post's keepers."""
    others = [address for address in validators if address.lower() != batch.sent_to.lower()]
    return [*others, *keepers_of(batch.post, but=[batch.sent_to, *others])]


def mail_to(batch, step, address, applications, context):
    url = link_to(batch, address, purpose_for(batch.post, address))
    kind = "opinion to validate" if context.get("is_to_validate") else "opinion reminder"
    mail.write(
        "opinion_reminder",
        to=address,
        key=f"{kind} {batch.pk}, {step}, {address.lower()}",
        context={**context_of(batch, applications, url), **context},
        replies_to=f"opinion {batch.pk}",
    )


def call_is_over(batch, on):
    """Whether the call has no use for opinions any more, on the day: its committee has met."""
    call = batch.call
    return bool(call.cancelled_on or (call.committee_on and on >= call.committee_on))


def step_due(batch, on):
    """The step that the day calls for, at the post; None once it was written, or the committee
    has met."""
    steps = () if call_is_over(batch, on) else settings.OPINION_REMINDER_DAYS
    country = batch.post.country_id
    step = reminder_step(steps, batch.due_on, on, country, after=batch.asked_on)
    return None if step in {reminder.step for reminder in batch.reminders.all()} else step
