"""The one reader of the history that triggers write: what changed, from what to what, by whom."""

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import display_for_field
from django.contrib.auth import get_user_model
from django.db.models import Count, Max, OuterRef, Q, Subquery

ACTS = {"insert": "Création", "update": "Modification", "delete": "Suppression"}
MOST_EVENTS = 200  # of each table: a week of work by hand is less
# What an import, its undoing or a command wrote, rather than a person.
IN_BULK = (
    Q(pgh_context__isnull=True)
    | Q(pgh_context__metadata__has_any_keys=["import", "undo"])
    | ~Q(pgh_context__metadata__has_any_keys=["url", "user"])
)


def events(model, since, **rows):
    """The events of some rows of the model since the moment, latest first."""
    written = model.pgh_event_model.objects.filter(pgh_created_at__gte=since, **rows)
    return written.order_by("-pgh_id")


def entries(model, since, **rows):
    """{key: moment} of the latest rows that people entered: one query."""
    made = events(model, since, pgh_label="insert", **rows).exclude(IN_BULK)[:MOST_EVENTS]
    return dict(made.values_list("pgh_obj_id", "pgh_created_at"))


def previous(model, column):
    """The column in the event before, of the same row: for `annotate()`."""
    before = model.pgh_event_model.objects.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    )
    return Subquery(before.order_by("-pgh_id").values(column)[:1])


def pairs(model, events):
    """[(the event before or None, event)] of the first MOST_EVENTS events: two queries."""
    events = events.annotate(previous=previous(model, "pgh_id")).select_related("pgh_context")
    news = list(events[:MOST_EVENTS])
    olds = model.pgh_event_model.objects.in_bulk({new.previous for new in news} - {None})
    return [(olds.get(new.previous), new) for new in news]


def net_pairs(model, since, **rows):
    """[(last event before the moment or None, last event)] of each row changed since: two queries.

    A change that was undone meanwhile leaves two events that are alike.
    """
    last = {new.pgh_obj_id: new for new in events(model, since, **rows).order_by("pgh_id")}
    before = model.pgh_event_model.objects.filter(pgh_created_at__lt=since, pgh_obj__in=last)
    before = before.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    olds = {old.pgh_obj_id: old for old in before}
    return [(olds.get(key), new) for key, new in last.items()]


def columns(model):
    """The fields of the model that its history keeps, the key apart."""
    names = {field.name for field in model.pgh_event_model._meta.fields}
    fields = model._meta.concrete_fields
    return [field for field in fields if field.name in names and not field.primary_key]


def bulks(tables):
    """{(import, undone import): [(moment, « contacts : création (5) »)]} of {name: events}.

    An import is its number; (None, None) is what commands wrote. One query a table.
    """
    groups = defaultdict(list)
    for name, written in tables.items():
        rows = written.filter(IN_BULK).order_by()
        rows = rows.values_list(
            "pgh_context__metadata__import", "pgh_context__metadata__undo", "pgh_label"
        )
        for batch, undone, act, count, at in rows.annotate(Count("pgh_id"), Max("pgh_created_at")):
            groups[batch, undone].append((at, f"{name} : {ACTS[act].lower()} ({count})"))
    return groups


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str
    name: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True)
class Moment:
    at: datetime
    who: str
    act: str
    changes: list[Change]


def moments(model, pk):
    """The record's history, latest first: two queries, plus one per foreign key of the model."""
    written = model.pgh_event_model.objects.filter(pgh_obj=pk)
    written = list(written.select_related("pgh_context").order_by("pgh_id"))
    steps = list(zip([None, *written], written, strict=False))
    reader = Reader(model, steps)
    return [reader.moment(*step) for step in reversed(steps)]


def changes_since(model, pk, seen):
    """The changes of a record since the event of this number; none when it is not one of its."""
    written = model.pgh_event_model.objects.filter(pgh_obj=pk).order_by("pgh_id")
    old = written.filter(pgh_id=seen).first() if seen.isascii() and seen.isdecimal() else None
    step = (old, written.last())
    return list(Reader(model, [step]).changes(*step)) if old and step[1] else []


class Reader:
    """Turns events into sentences; whatever they point to is read once for all of them.

    `steps` are the pairs (event before or None, event) that it will be asked about.
    """

    def __init__(self, model, steps):
        self.fields = {field.name: field for field in columns(model)}
        written = {event for step in steps for event in step} - {None}
        self.targets = {
            name: field.related_model._base_manager.in_bulk(
                {getattr(event, field.attname) for event in written} - {None}
            )
            for name, field in self.fields.items()
            if field.many_to_one
        }
        users = {_origin(new).get("user") for _, new in steps} - {None}
        self.users = get_user_model().objects.in_bulk(users)

    def moment(self, old, new):
        return Moment(
            at=new.pgh_created_at,
            who=self.who(new),
            act=ACTS[new.pgh_label],
            changes=[] if new.pgh_label == "delete" else list(self.changes(old, new)),
        )

    def who(self, event):
        """The account; else the import, the page without an account, or a command."""
        origin = _origin(event)
        if batch := origin.get("undo"):
            return f"annulation de l’import n° {batch}"
        if batch := origin.get("import"):
            return f"import n° {batch}"
        if user := origin.get("user"):
            return str(self.users.get(user, f"compte n° {user}, supprimé"))
        return "site, sans compte" if "url" in origin else "commande"

    def changes(self, old, new):
        for name, field in self.fields.items():
            before = self.text(field, getattr(old, field.attname)) if old else ""
            after = self.text(field, getattr(new, field.attname))
            if before != after:
                yield Change(str(field.verbose_name), before, after, name)

    def text(self, field, value):
        if value in (None, "", {}):
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if field.name in self.targets:
            return self.target(field.name, value)
        if hasattr(field, "in_words"):
            return field.in_words(value)
        return str(display_for_field(value, field, ""))

    def target(self, name, value):
        """The target of the foreign key of this name, which may have been deleted since."""
        return str(self.targets[name].get(value, f"n° {value}, supprimé"))


def _origin(event):
    return event.pgh_context.metadata if event.pgh_context else {}
