"""Undo for a day: what an account has just noted of an entry, while nothing else has changed."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from correspondents.confirmation.departures import has_closed_an_account
from correspondents.models import Correspondent, Handover, Proposal
from correspondents.models.people import VERIFICATION
from correspondents.records.undo import (
    LASTS,
    act_tables,
    is_only,
    last_steps,
    reverse,
    take_back,
)

CHECKED, LEFT, REPLACED = "la vérification", "le départ", "le remplacement"
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
    acts = {key: words for key in own if (words := act_of(steps[key]))}
    departures = {k: steps[k][1].pgh_context_id for k, words in acts.items() if words == LEFT}
    arrivals = with_arrivals(departures.values())
    replaced = {key for key, context in departures.items() if context in arrivals}
    return acts | dict.fromkeys(replaced, REPLACED)


def with_arrivals(contexts):
    """Those of the contexts of the history in which somebody was entered too."""
    entered = Correspondent.pgh_event_model.objects.filter(
        pgh_label="insert", pgh_context__in=list(contexts)
    )
    return set(entered.values_list("pgh_context", flat=True))


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


def undo(person, *, by):
    """Give the entry its former values back; returns what is undone. Raises ValidationError."""
    words = undoable([person], by).get(person.pk)
    if not words:
        raise ValidationError(TOO_LATE)
    if words == REPLACED:
        _, event = last_steps(Correspondent, [person.pk])[person.pk]
        reverse(act_tables([Proposal, Handover, Correspondent], event.pgh_context_id))
    else:
        take_back(person, ACTS[words])
    person.checks.filter(closed_at__gte=timezone.now() - LASTS).reopen()
    return words
