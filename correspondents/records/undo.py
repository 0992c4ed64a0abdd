"""An act taken back within a day: the columns of a record, or all that one request wrote."""

from datetime import timedelta
from itertools import chain

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .history import columns as columns_of
from .history import pairs
from .refusals import last_events
from .reversal import UndoneTable

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


def act_tables(models, context):
    """[UndoneTable]: what the request of a context of the history wrote in these tables."""
    return [UndoneTable.read(model, pgh_context=context) for model in models]


def obstacle(tables):
    """Why an act on these tables is not taken back any more, as a sentence; "" when it is."""
    for line in chain.from_iterable(table.left_alone for table in tables):
        return f"L’annulation n’est plus possible : « {line['row']} » a changé depuis."
    own = {(table.model, key) for table in tables for key in [*table.created, *table.before]}
    dependents = NestedObjects(using="default")
    for table in tables:
        dependents.collect([*table.created.values()])
    for row in chain(*dependents.data.values(), dependents.protected):
        if (type(row), row.pk) not in own:
            name = row._meta.verbose_name
            return f"L’annulation n’est plus possible : « {row} » ({name}) a été ajouté depuis."
    return ""


@transaction.atomic
def reverse(tables):
    """Take back an act on these tables, in their order. Raises ValidationError by its obstacle."""
    if refusal := obstacle(tables):
        raise ValidationError(refusal)
    for table in tables:
        table.model.objects.filter(pk__in=table.created).delete()
        table.restore()
