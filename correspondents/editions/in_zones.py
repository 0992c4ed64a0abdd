"""The changes in some zones during the last days.

What one person did is a line each; an import, or a command, is one line whatever it wrote;
verifications are counted.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from correspondents.models import Correspondent, Coverage, ImportBatch, Post
from correspondents.records import history

DAYS = 7
SHOWN = 30
# The name of each table, and where the zone of an event is.
TABLES = {
    Correspondent: ("contacts", "post__country__zone__in"),
    Post: ("postes", "country__zone__in"),
    Coverage: ("compétences", "post__country__zone__in"),
}
CORRECTION = "Correction"
# What says nothing by itself: marks of the loop, which have their own tasks.
UNSAID = {"other_data", "protected_fields", "verified_on", "verified_by"}


@dataclass(frozen=True)
class Item:
    """Something that was done; `changes` are the fields with their old and new values."""

    at: datetime
    who: str
    kind: str
    subject: str
    url: str = ""
    changes: list = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    """`items` are the latest; `others` is how many more there are, at least when `is_capped`."""

    items: list[Item]
    others: int
    is_capped: bool
    verified: list[tuple[str, int]]

    @property
    def verified_count(self):
        return sum(count for _, count in self.verified)


def week(zones=None, *, days=DAYS):
    """The changes of the last days in the zones, in all of them when None: a constant cost."""
    since = timezone.now() - timedelta(days=days)
    written = {
        model: history.events(model, since, **({} if zones is None else {place: zones}))
        for model, (_, place) in TABLES.items()
    }
    by_hand = [items_by_hand(*table) for table in written.items()]
    items = sorted([*chain(*by_hand), *bulk_items(written)], key=lambda i: i.at, reverse=True)
    return Week(
        items=items[:SHOWN],
        others=len(items[SHOWN:]),
        is_capped=any(len(each) == history.MOST_EVENTS for each in by_hand),
        verified=verifications(since, zones),
    )


def items_by_hand(model, rows):
    """The latest acts of people, one item each; a verification is none."""
    rows = rows.exclude(history.IN_BULK)
    if model is Correspondent:
        rows = rows.annotate(was_verified=history.previous(model, "verified_on"))
        same = Q(verified_on=F("was_verified")) | Q(verified_on=None, was_verified=None)
        rows = rows.filter(same | ~Q(pgh_label="update"))
    steps = history.pairs(model, rows)
    reader = history.Reader(model, steps)
    items = [item_of(model, reader, *step) for step in steps]
    return [item for item in items if item.changes or item.kind != CORRECTION]


def item_of(model, reader, old, event):
    moment = reader.moment(old, event)
    is_update = event.pgh_label == "update"
    fate = fate_of(old, event) if model is Correspondent else ""
    admin_page = f"admin:correspondents_{model._meta.model_name}_history"
    return Item(
        at=moment.at,
        who=moment.who,
        kind=fate or (CORRECTION if is_update else moment.act),
        subject=subject_of(model, reader, event),
        url="" if event.pgh_label == "delete" else reverse(admin_page, args=[event.pgh_obj_id]),
        changes=[c for c in moment.changes if is_update and c.name not in UNSAID],
    )


def fate_of(old, event):
    """« Arrivée », « Départ », « Départ annoncé », or "" for anything else."""
    was_there = old is not None and not old.is_vacant
    if event.pgh_label == "delete":
        return ""
    if event.is_vacant:
        return "Départ" if was_there else ""
    if not was_there:
        return "Arrivée"
    if event.ended_on and event.ended_on != old.ended_on:
        return "Départ"
    return "Départ annoncé" if event.hidden_since and not old.hidden_since else ""


def subject_of(model, reader, event):
    """The subject of the event, by its name in the table."""
    if model is Post:
        return event.name
    post = reader.target("post", event.post_id)
    if model is Coverage:
        return f"{post} → {reader.target('country', event.country_id)}"
    name = f"{event.first_name} {event.last_name}".strip() or event.function
    role = Correspondent.Role(event.role).label
    return f"{name or 'Place vacante'}, {role} : {post}"


def bulk_items(written):
    """One item for each import, each undoing, and for all that commands did."""
    groups = history.bulks({TABLES[model][0]: rows for model, rows in written.items()})
    numbers = {int(number) for key in groups for number in key if number}
    batches = ImportBatch.objects.light().select_related("applied_by", "undone_by").in_bulk(numbers)
    for (batch, undone), rows in groups.items():
        yield bulk_item(batches.get(int(undone or batch or 0)), bool(undone), rows)


def bulk_item(batch, is_undone, rows):
    at = max(at for at, _ in rows)
    subject = ", ".join(text for _, text in rows)
    if batch is None:
        return Item(at, "commande", "Mise à jour d’ensemble", subject)
    who = batch.undone_by if is_undone else batch.applied_by
    kind = "Annulation d’un import" if is_undone else "Import"
    return Item(at, str(who or "commande"), kind, f"{batch} : {subject}", batch.get_absolute_url())


def verifications(since, zones):
    """[(by whom, how many)] of the entries verified since, most first: one query."""
    verified = Correspondent.objects.verified_since(timezone.localdate(since))
    if zones is not None:
        verified = verified.filter(post__country__zone__in=zones)
    counted = verified.order_by().values_list("verified_by").annotate(count=Count("pk"))
    return [(who or "?", count) for who, count in counted.order_by("-count", "verified_by")]
