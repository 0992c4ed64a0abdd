"""Undo for a day: what an account has just noted of an entry, while nothing else has changed."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from correspondents.models import Correspondent, User
from correspondents.records.history import columns, pairs
from correspondents.records.refusals import last_events

VERIFICATION = "la vérification"
LASTS = timedelta(hours=24)
# What is undone, by the fields that it changes and no other.
ACTS = {
    VERIFICATION: {"verified_on", "verified_by", "to_confirm_since", "silent_since"},
    "le départ": {"ended_on"},
}
TOO_LATE = "Rien n’a été annulé : un jour est passé, ou la fiche a changé depuis."


def undoable(people, user):
    """{key of an entry: (what is undone, {field: former value})} of the account's own acts."""
    last = last_events(Correspondent, [person.pk for person in people]).values()
    events = Correspondent.pgh_event_model.objects.filter(
        pgh_id__in=last,
        pgh_created_at__gte=timezone.now() - LASTS,
        pgh_context__metadata__user=user.pk,
    )
    undone = {}
    for old, new in pairs(Correspondent, events):
        fields = {column.attname for column in columns(Correspondent)}
        changed = {name for name in fields if getattr(old, name, None) != getattr(new, name)}
        words = next((words for words, names in ACTS.items() if changed <= names), "")
        if old and changed and words and is_an_act(words, new) and not has_closed_an_account(new):
            undone[new.pgh_obj_id] = words, {name: getattr(old, name) for name in changed}
    return undone


def is_an_act(words, event):
    """Whether the event notes the thing, rather than takes it back."""
    if words == VERIFICATION:
        day = event.verified_on
        return day is not None and day >= timezone.localdate() - LASTS
    return event.ended_on is not None


def has_closed_an_account(event):
    """Whether the entry has ended with an account, which only the delegation opens again."""
    if not event.email or event.ended_on is None or event.ended_on > timezone.localdate():
        return False
    accounts = User.objects.filter(post=event.post_id, email__iexact=event.email)
    return accounts.filter(is_active=False).exists()


def undo(person, *, by):
    """Give the entry its former values back; returns what is undone. Raises ValidationError."""
    words, values = undoable([person], by).get(person.pk, ("", {}))
    if not values:
        raise ValidationError(TOO_LATE)
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    if words == VERIFICATION:
        person.checks.filter(closed_at__gte=timezone.now() - LASTS).reopen()
    return words
