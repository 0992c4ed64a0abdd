"""What was done to a record, when and by whom, read from the events that triggers wrote."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import display_for_field
from django.contrib.auth import get_user_model

ACTS = {"insert": "Création", "update": "Modification", "delete": "Suppression"}


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
    events = list(
        model.pgh_event_model.objects.filter(pgh_obj=pk)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    reader = Reader(model, events)
    before = [None, *events]
    return [reader.moment(old, new) for old, new in zip(before, events, strict=False)][::-1]


class Reader:
    """Turns events into sentences; whatever they point to is read once for all of them."""

    def __init__(self, model, events):
        kept = {field.name for field in model.pgh_event_model._meta.fields}
        self.fields = [
            field
            for field in model._meta.concrete_fields
            if field.name in kept and not field.primary_key
        ]
        self.targets = {
            field: field.related_model._base_manager.in_bulk(
                {getattr(event, field.attname) for event in events} - {None}
            )
            for field in self.fields
            if field.many_to_one
        }
        users = {_user_id(event) for event in events} - {None}
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
        data = event.pgh_context.metadata if event.pgh_context else {}
        if batch := data.get("undo"):
            return f"annulation de l’import n° {batch}"
        if batch := data.get("import"):
            return f"import n° {batch}"
        if user := _user_id(event):
            return str(self.users.get(user, f"compte n° {user}, supprimé"))
        return "site, sans compte" if "url" in data else "commande"

    def changes(self, old, new):
        for field in self.fields:
            before = self.text(field, getattr(old, field.attname)) if old else ""
            after = self.text(field, getattr(new, field.attname))
            if before != after:
                yield Change(str(field.verbose_name), before, after, field.name)

    def text(self, field, value):
        if value in (None, "", {}):
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if field in self.targets:
            return self.target(field, value)
        return str(display_for_field(value, field, ""))

    def target(self, field, value):
        """What a foreign key points to, which may have been deleted since."""
        return str(self.targets[field].get(value, f"n° {value}, supprimé"))

    def read(self, name, value):
        """The same, by the name of the foreign key."""
        return self.target(next(f for f in self.fields if f.name == name), value)


def _user_id(event):
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
