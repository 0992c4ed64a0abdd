"""An alert asked for: noted, and a mail that its address has to answer before anything is sent."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from atlas.models import AlertSubscriber
from correspondents.mailing.mail import absolute, write
from correspondents.models import SignedLink


@transaction.atomic
def ask(alert, email):
    """Note the alert of the address, and write to it: the same whether it is known or not."""
    subscriber, _ = AlertSubscriber.objects.get_or_create(email=email)
    alert.subscriber = subscriber
    alert.save()
    link = SignedLink.objects.issue(
        SignedLink.Purpose.ALERT,
        alert,
        to=email,
        lasts=timedelta(days=settings.ALERT_CONFIRM_DAYS),
    )
    write(
        "alert_confirm",
        to=email,
        key=f"alert asked {alert.pk}",
        context={
            "alert": alert,
            "url": absolute(reverse("alert_confirm", args=[link.token])),
            "days": settings.ALERT_CONFIRM_DAYS,
        },
    )
