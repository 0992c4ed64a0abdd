"""An act on a record, taken back within a day: its columns as they were before."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .history import columns as columns_of
from .history import pairs
from .refusals import last_events

LASTS = timedelta(days=1)
MOVED_ON = "La fiche a changé depuis : l’annulation n’est plus possible."


def last_steps(model, keys):
    """{key: (event before the last one, last event)} of the records last changed within a day."""
    events = model.pgh_event_model.objects.filter(
        pgh_id__in=last_events(model, keys).values(), pgh_created_at__gte=timezone.now() - LASTS
    )
    return {new.pgh_obj_id: (old, new) for old, new in pairs(model, events) if old}


def is_only(model, names, step):
    """Whether the step changed no other column than these."""
    return all(
        getattr(step[0], field.attname) == getattr(step[1], field.attname)
        for field in columns_of(model)
        if field.name not in names
    )


def undoable(model, keys, names):
    """The keys of the records whose last change, within a day, is of these columns alone."""
    return {key for key, step in last_steps(model, keys).items() if is_only(model, names, step)}


@transaction.atomic
def take_back(record, names):
    """Give these columns the values that they had before the record's last change.

    Raises ValidationError when that change is a day old, or is another one.
    """
    model = type(record)
    step = last_steps(model, [record.pk]).get(record.pk)
    if step is None or not is_only(model, names, step):
        raise ValidationError(MOVED_ON)
    for name in names:
        setattr(record, name, getattr(step[0], name))
    record.save(update_fields=names)
