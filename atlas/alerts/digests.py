"""The digest of an address: all that its alerts found, each thing once, whatever runs at once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from atlas.models import AlertDelivery, AlertSubscriber
from correspondents.mailing.mail import absolute, one_click, write
from correspondents.models import Message, SignedLink

from .findings import findings


def run(on=None):
    """Write to every address with new findings; returns the number of mails."""
    on = on or timezone.localdate()
    due = AlertSubscriber.objects.due(on).order_by("pk").values_list("pk", flat=True)
    return sum(tell(pk, on) for pk in due)


@transaction.atomic
def tell(pk, on):
    """Write one mail to an address; 0 when there is nothing to say, or when another run has.

    Its row is locked: a second run waits, then sees what this one has told.
    """
    subscriber = AlertSubscriber.objects.select_for_update().filter(pk=pk).first()
    key = f"alerts {pk}, {on.isoformat()}"
    if subscriber is None or Message.objects.filter(key=key).exists():
        return 0
    alerts = list(subscriber.subscriptions.due(on).with_subject())
    items, groups = set(subscriber.deliveries.values_list("item", flat=True)), []
    for alert in alerts:
        new = [finding for finding in findings(alert) if finding.key not in items]
        items |= {finding.key for finding in new}
        if new:
            groups.append((alert, new))
    if not groups:
        return 0
    note(subscriber, groups, on)
    return int(write_to(subscriber, key, groups) is not None)


def note(subscriber, groups, on):
    """Store the items of the mail, and its day on each alert."""
    items = [AlertDelivery(subscriber=subscriber, item=f.key) for _, new in groups for f in new]
    AlertDelivery.objects.bulk_create(items)
    subscriber.subscriptions.filter(pk__in=[alert.pk for alert, _ in groups]).update(told_on=on)


def write_to(subscriber, key, groups):
    """The mail, with its way out: in it, and in the headers that mail programs read."""
    link = SignedLink.objects.issue(
        SignedLink.Purpose.ALERTS,
        subscriber,
        to=subscriber.email,
        lasts=timedelta(days=settings.ALERT_LINK_DAYS),
    )
    way_out = absolute(reverse("alerts_stop", args=[link.token]))
    count = sum(len(new) for _, new in groups)
    return write(
        "alert_digest",
        to=subscriber.email,
        key=key,
        context={
            "count": count,
            "groups": [(alert, *shown(new)) for alert, new in groups],
            "unsubscribe_url": way_out,
        },
        headers=one_click(way_out),
    )


def shown(new):
    """The items that the mail lists, and the number of the others."""
    return new[: settings.ALERT_ITEMS_SHOWN], len(new[settings.ALERT_ITEMS_SHOWN :])
