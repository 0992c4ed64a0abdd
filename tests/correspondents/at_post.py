"""What the tests of the posts' own screens share."""

from datetime import timedelta

from django.utils import timezone

from correspondents.records.refusals import last_event

from ..conftest import StrongClient

SPACE = "/espace-poste/"
CONTACTS = "/espace-poste/contacts/"


def days(count):
    return timezone.localdate() + timedelta(days=count)


def iso(count):
    return days(count).isoformat()


def seen(record):
    return last_event(type(record), record.pk)


def signed_in(user):
    client = StrongClient()
    client.force_login(user)
    return client


def tasks(client):
    return {task.title: task for _, rows in client.get(SPACE).context["groups"] for task in rows}


def correction(person, **changes):
    """What the form of an entry sends, but for the changes."""
    names = ["civility", "first_name", "last_name", "function", "email", "phone"]
    sent = {name: getattr(person, name) for name in names}
    return {**sent, "name_is_public": "on", "seen": seen(person), **changes}
