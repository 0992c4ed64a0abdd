"""Move or cancel a meeting, and write once to each guest who was to come."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from atlas.models import Meeting

from .agenda import When
from .invitations import note, page_of, tell

MOVABLE = ("held_on", "hour", "start_time", "end_time", "time_zone", "place")


@transaction.atomic
def move(meeting, values, *, by):
    """Give a meeting another day, hour or place; returns how many were written to.

    Those who had said that they would come are asked again. Raises ValidationError when nothing
    changes, or when the meeting is over or cancelled.
    """
    meeting = locked(meeting)
    was = copy(meeting)
    moved = {name for name in MOVABLE if values.get(name, getattr(was, name)) != getattr(was, name)}
    if not moved:
        raise ValidationError("Rien ne change : ni le jour, ni l’heure, ni le lieu.")
    for name in moved:
        setattr(meeting, name, values[name])
    meeting.moves += 1
    meeting.save()
    guests = set(meeting.invitations.to_notify().values_list("pk", flat=True))
    for invitation in meeting.invitations.select_related("contact__authority"):
        invitation.meeting = meeting
        link = invitation.follow_the_day()
        if invitation.pk in guests:
            ask_again(invitation, was, link or invitation.issue_link(), by)
    note(meeting, f"Réunion du {date_format(was.held_on)} : {words_of(was, meeting)}.", by)
    return len(guests)


def ask_again(invitation, was, link, by):
    """Empty the answer, which was about another day; the mail gives the link again."""
    invitation.answer, invitation.answered_at = "", None
    invitation.save(update_fields=["answer", "answered_at"])
    once = f"moved {invitation.meeting.moves}"
    tell("meeting_moved", invitation, by=by, once=once, was=When.of(was), url=page_of(link))


def words_of(was, meeting):
    """The change in French, without the link of the meeting."""
    if was.held_on != meeting.held_on:
        return f"elle aura lieu le {date_format(meeting.held_on)}"
    return "autre lieu" if When.of(was) == When.of(meeting) else "autre heure"


@transaction.atomic
def cancel(meeting, reason, *, by):
    """Cancel a meeting, for a reason that its guests read; returns their number.

    Raises ValidationError when the meeting is over or already cancelled.
    """
    meeting = locked(meeting)
    meeting.cancelled_at, meeting.cancel_reason = timezone.now(), reason
    meeting.save()
    invitations = list(meeting.invitations.to_notify().select_related("contact__authority"))
    for invitation in invitations:
        invitation.meeting = meeting
        tell("meeting_cancelled", invitation, by=by, once="cancelled")
    note(meeting, f"Réunion du {date_format(meeting.held_on)} annulée.", by)
    return len(invitations)


def locked(meeting):
    """The current meeting, locked: an answer and a change come one after the other."""
    meeting = Meeting.objects.select_for_update(of=["self"]).with_places().get(pk=meeting.pk)
    if meeting.is_cancelled:
        raise ValidationError("Cette réunion est annulée.")
    if meeting.is_over:
        raise ValidationError("Cette réunion est passée.")
    return meeting
