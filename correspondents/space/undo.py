"""Undo for a day: what an account has just noted of an entry, while nothing else has changed."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from correspondents.models import Correspondent, User
from correspondents.models.people import VERIFICATION
from correspondents.records.undo import LASTS, is_only, last_steps, take_back

CHECKED, LEFT = "la vérification", "le départ"
# What is undone, by the fields that it changes and no other.
ACTS = {CHECKED: VERIFICATION, LEFT: ["ended_on"]}
TOO_LATE = "Rien n’a été annulé : un jour est passé, ou la fiche a changé depuis."


def undoable(people, user):
    """{key of an entry: what is undone} of the account's own last acts."""
    steps = last_steps(Correspondent, [person.pk for person in people])
    events = Correspondent.pgh_event_model.objects.filter(
        pgh_id__in=[new.pgh_id for _, new in steps.values()],
        pgh_context__metadata__user=user.pk,
    )
    own = set(events.values_list("pgh_obj_id", flat=True))
    return {key: words for key in own if (words := act_of(steps[key]))}


def undoable_at(post, user):
    """The entries of a post whose last act is the account's own, each with what is `undoable`."""
    people = list(Correspondent.objects.filter(post=post, is_vacant=False).in_answer_order())
    words = undoable(people, user)
    for person in people:
        person.undoable = words.get(person.pk, "")
    return [person for person in people if person.undoable]


def act_of(step):
    """What a step of an entry noted, "" when it is nothing that may be undone."""
    words = next(
        (words for words, names in ACTS.items() if is_only(Correspondent, names, step)), ""
    )
    is_undoable = words and is_an_act(words, step[1]) and not has_closed_an_account(step[1])
    return words if is_undoable else ""


def is_an_act(words, event):
    """Whether the event notes the thing, rather than takes it back."""
    if words == CHECKED:
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
    words = undoable([person], by).get(person.pk)
    if not words:
        raise ValidationError(TOO_LATE)
    take_back(person, ACTS[words])
    if words == CHECKED:
        person.checks.filter(closed_at__gte=timezone.now() - LASTS).reopen()
    return words
