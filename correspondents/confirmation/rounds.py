"""One run of the loop: who is due is written to, once; who stays silent is told to others.

Each person, then each post, is a transaction of its own, taken under a lock on its entries: a run
that is killed has written whole mails only, and the next one goes on where it stopped. Two runs at
a time wait for each other, person by person.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from correspondents.mailing import mail
from correspondents.models import Absence, Check, Correspondent, SignedLink

from . import departures
from .holdings import holding_of
from .links import context, link_for
from .recipients import keepers_of


def run(on=None):
    """Write what is due on the day (today when not given); returns how many mails were written."""
    on = on or timezone.localdate()
    departures.hide_those_gone(on)
    close_what_became_moot()
    open_what_is_due(on)
    written = sum(write_to_person(pk, on) for pk in to_be_written(on))
    written += sum(write_to_post(pk, on) for pk in posts_to_notify(on))
    fall_silent(on)
    return written


def close_what_became_moot():
    """Nobody is asked about an entry that has ended, or that its person has left."""
    people = Correspondent.objects.published()
    Check.objects.open().exclude(correspondent__in=people).close(Check.Answer.MOOT)


@transaction.atomic
def open_what_is_due(on):
    """Open a check of each due entry; the base refuses a second one, another run may have it."""
    checked = Check.objects.open().values("correspondent")
    due = Correspondent.objects.published().due(on).exclude(pk__in=checked)
    due = due.exclude(pk__in=absents(on, since=on))
    checks = [Check(correspondent=p, reason=reason_of(p, on), opened_on=on) for p in due]
    Check.objects.bulk_create(checks, ignore_conflicts=True)


def reason_of(person, on):
    """Why an entry, annotated by `with_next_check`, is due."""
    if person.to_confirm_since or person.first_report_on:
        return Check.Reason.DOUBT
    if person.verified_on and person.before_end and person.before_end <= on:
        return Check.Reason.END
    return Check.Reason.PERIOD


def waited_enough(on):
    return on - timedelta(days=settings.CHECK_REMINDER_DAYS)


def absents(on, *, since):
    """The keys of who is noted absent on a day of these: asked nothing, silent about nothing."""
    return Absence.objects.filter(starts_on__lte=on, ends_on__gte=since).values("correspondent")


def waiting(on):
    """The open checks of those who have had the time of an answer at the post."""
    away = absents(on, since=on), absents(on, since=waited_enough(on))
    return Check.objects.open().exclude(
        Q(correspondent__in=away[0]) | Q(mails__gte=1, correspondent__in=away[1])
    )


def to_be_written(on):
    """One entry of each person to whom a first or a second mail is to be written."""
    ripe = Q(mails=0) | Q(mails=1, last_mail_on__lte=waited_enough(on))
    return waiting(on).filter(ripe).values_list("correspondent", flat=True)


@transaction.atomic
def write_to_person(pk, on):
    """Write one mail about all the entries of a person; 0 when it is done, or impossible."""
    first = Correspondent.objects.get(pk=pk)
    entries = list(
        Correspondent.objects.published()
        .same_person(first)
        .select_for_update(of=["self"])
        .with_post()
        .order_by("pk")
    )
    checks = list(
        Check.objects.open().filter(correspondent__in=entries, mails__lt=2).order_by("pk")
    )
    if not any(is_ripe(check, on) for check in checks):
        return 0
    if not first.email or first.is_unreachable:
        return 0  # the post is told instead, see `posts_to_notify`
    step = max(check.mails for check in checks) + 1
    message = mail.write(
        "confirmation",
        to=first.email,
        key=f"confirmation {checks[0].pk}, {step}",
        context={
            **about(first, to=first.email),
            "recipient_name": first.full_name,
            "entries": [holding_of(entry) for entry in entries],
            "is_reminder": step > 1,
        },
        replies_to=f"confirmation {checks[0].pk}, 1" if step > 1 else "",
    )
    for check in checks:
        check.note_mail(on=on, count=step)
    return int(message is not None)


def is_ripe(check, on):
    return check.mails == 0 or (check.mails == 1 and check.last_mail_on <= waited_enough(on))


def posts_to_notify(on):
    """The posts that have people who do not answer, or who cannot be written to."""
    return silent_checks(on).order_by().values_list("correspondent__post", flat=True).distinct()


def silent_checks(on):
    """The open checks that their person has left without answer twice, or could not receive."""
    people = Correspondent.objects.filter(email="") | Correspondent.objects.unreachable()
    ripe = Q(mails=2, last_mail_on__lte=waited_enough(on)) | Q(
        mails__lt=2, correspondent__in=people
    )
    return waiting(on).filter(ripe)


@transaction.atomic
def write_to_post(pk, on):
    """Tell the mailbox and the COCACs of a post, in one mail each, who does not answer.

    Where nobody can be told, the entries fall silent at once: the delegation takes over.
    """
    people = Correspondent.objects.published().filter(post=pk).select_for_update(of=["self"])
    people = {person.pk: person for person in people.with_post().order_by("pk")}
    checks = list(silent_checks(on).filter(correspondent__in=people).order_by("pk"))
    if not checks:
        return 0
    entries = [people[check.correspondent_id] for check in checks]
    post = entries[0].post
    written = 0
    for address in keepers_of(post, but=[person.email for person in entries]):
        rows = [about(person, to=address) for person in entries]
        message = mail.write(
            "confirmation_post",
            to=address,
            key=f"silence {checks[0].pk}, {address.lower()}",
            context={"post": post, "rows": rows, "link_days": settings.CONFIRM_LINK_DAYS},
        )
        written += message is not None
    for check in checks:
        check.note_mail(on=on, count=Check.MOST_MAILS)
    if not written:
        Correspondent.objects.filter(pk__in=people, checks__in=checks).update(silent_since=on)
    return written


def fall_silent(on):
    """After the last mail, the public page says so, and the delegation has a task."""
    unanswered = waiting(on).filter(mails=Check.MOST_MAILS, last_mail_on__lte=waited_enough(on))
    Correspondent.objects.filter(silent_since__isnull=True, checks__in=unanswered).update(
        silent_since=on
    )


def about(person, *, to):
    """The context of a mail about a person, with its own link to the page where one answers."""
    return context(link_for(to, SignedLink.Purpose.CONFIRM, person), "confirm_entry")
