"""An agent is told of the publication, and of the rights that go with it, before it begins.

Source: RGPD, articles 13 and 14. The day is kept in the record, in `informed_on`.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from correspondents.mailing import mail
from correspondents.models import Correspondent, Message

KIND = "notice"


def run():
    """Write to those who were never told; returns how many mails were written.

    A notice that did not arrive informed nobody: the day of that mail is taken back first.
    """
    for message in Message.objects.dead().filter(kind=KIND):
        people = Correspondent.objects.filter(email__iexact=message.to)
        people.filter(informed_on=timezone.localdate(message.created_at)).update(informed_on=None)
    untold = Correspondent.objects.in_office().held().exclude(email="").exclude(last_name="")
    untold = untold.filter(informed_on__isnull=True).exclude(bounced_email__iexact=F("email"))
    return sum(tell(pk) for pk in untold.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell(pk):
    """Tell one person about all her entries; 0 when another run has, or when it came back."""
    person = Correspondent.objects.select_for_update().get(pk=pk)
    if person.informed_on:
        return 0
    entries = Correspondent.objects.same_person(person)
    key = f"{KIND} {person.pk}, {person.email.lower()}"
    if Message.objects.dead().filter(key=key).exists():
        return 0
    message = mail.write(
        KIND,
        to=person.email,
        key=key,
        context={
            "person": person,
            "recipient_name": person.full_name,
            "entries": list(entries.with_post().order_by("pk")),
            "dpo_email": settings.DPO_EMAIL,
            "url": mail.absolute(reverse("personal_data")),
        },
    )
    entries.update(informed_on=timezone.localdate())
    return int(message is not None)
