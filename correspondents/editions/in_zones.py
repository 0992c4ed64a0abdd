"""What changed in some zones during the last days, read from the events of the history.

What one person did is a line each; an import, or a command, is one line whatever it wrote;
verifications are counted.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from correspondents.models import Correspondent, Coverage, ImportBatch, Post
from correspondents.records.history import ACTS, Reader

DAYS = 7
MOST_EVENTS = 200  # of each table: a week of work by hand is less
SHOWN = 30
# Where the zone of an event is, and what its table is called.
FOLLOWED = {
    Correspondent: ("post__country__zone", "contacts"),
    Post: ("country__zone", "postes"),
    Coverage: ("post__country__zone", "compétences"),
}
IN_BULK = (
    Q(pgh_context__isnull=True)
    | Q(pgh_context__metadata__has_any_keys=["import", "undo"])
    | ~Q(pgh_context__metadata__has_any_keys=["url", "user"])
)
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
    by_hand = [acts_of(model, since, zones) for model in FOLLOWED]
    items = sorted([*chain(*by_hand), *bulk_items(since, zones)], key=lambda i: i.at, reverse=True)
    return Week(
        items=items[:SHOWN],
        others=len(items[SHOWN:]),
        is_capped=any(len(found) == MOST_EVENTS for found in by_hand),
        verified=verifications(since, zones),
    )


def events_of(model, since, zones):
    place, _ = FOLLOWED[model]
    events = model.pgh_event_model.objects.filter(pgh_created_at__gte=since)
    return events if zones is None else events.filter(**{f"{place}__in": zones})


def acts_of(model, since, zones):
    """The latest acts of people, one item each; a verification is none."""
    table = model.pgh_event_model.objects
    before = table.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    latest_before = before.order_by("-pgh_id")
    events = events_of(model, since, zones).exclude(IN_BULK)
    events = events.annotate(previous=Subquery(latest_before.values("pgh_id")[:1]))
    if model is Correspondent:
        was = Subquery(latest_before.values("verified_on")[:1])
        same = Q(verified_on=F("was_verified")) | Q(
            verified_on__isnull=True, was_verified__isnull=True
        )
        events = events.annotate(was_verified=was).filter(same | ~Q(pgh_label="update"))
    found = list(events.select_related("pgh_context").order_by("-pgh_id")[:MOST_EVENTS])
    olds = table.select_related("pgh_context").in_bulk({event.previous for event in found} - {None})
    reader = Reader(model, [*found, *olds.values()])
    items = [item_of(model, reader, olds.get(event.previous), event) for event in found]
    return [item for item in items if item.changes or item.kind != CORRECTION]


def item_of(model, reader, old, event):
    moment = reader.moment(old, event)
    is_kept = event.pgh_label == "update"
    changes = [c for c in moment.changes if c.name not in UNSAID] if is_kept else []
    return Item(
        at=moment.at,
        who=moment.who,
        kind=kind_of(model, old, event),
        subject=subject_of(model, reader, event),
        url="" if event.pgh_label == "delete" else history_url(model, event),
        changes=changes,
    )


def kind_of(model, old, event):
    """What happened to a person, else what was done."""
    if model is Correspondent and (kind := fate_of(old, event)):
        return kind
    return CORRECTION if event.pgh_label == "update" else ACTS[event.pgh_label]


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
    """What the event is about, as it is called in the table."""
    if model is Post:
        return event.name
    post = reader.read("post", event.post_id)
    if model is Coverage:
        return f"{post} → {reader.read('country', event.country_id)}"
    name = f"{event.first_name} {event.last_name}".strip() or event.function
    role = Correspondent.Role(event.role).label
    return f"{name or 'Place vacante'}, {role} : {post}"


def history_url(model, event):
    return reverse(
        f"admin:correspondents_{model._meta.model_name}_history", args=[event.pgh_obj_id]
    )


def bulk_items(since, zones):
    """One item for each import, each undoing, and for all that commands did."""
    counted = {}
    for model, (_, name) in FOLLOWED.items():
        events = events_of(model, since, zones).filter(IN_BULK)
        rows = events.values(
            batch=F("pgh_context__metadata__import"), undone=F("pgh_context__metadata__undo")
        ).annotate(count=Count("pgh_id"), at=Max("pgh_created_at"), act=F("pgh_label"))
        for row in rows:
            at, counts = counted.get((row["batch"], row["undone"]), (row["at"], Counter()))
            counts[f"{name} : {ACTS[row['act']].lower()}"] += row["count"]
            counted[row["batch"], row["undone"]] = max(at, row["at"]), counts
    numbers = {int(number) for key in counted for number in key if number}
    batches = ImportBatch.objects.light().select_related("applied_by", "undone_by").in_bulk(numbers)
    for (batch, undone), (at, counts) in counted.items():
        yield bulk_item(batches.get(int(undone or batch or 0)), bool(undone), at, counts)


def bulk_item(batch, is_undone, at, counts):
    subject = ", ".join(f"{label} ({count})" for label, count in counts.items())
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
