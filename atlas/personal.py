"""Personal data of the Atlas and its retention: alerts, contributions, contacts."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from correspondents.models import SignedLink
from correspondents.personal.blanks import events_of
from correspondents.personal.retention import Step

from .models import AlertSubscriber, AlertSubscription, AuthorityContact, Contribution


def steps():
    """The steps of retention as of now; ended alerts go before their addresses."""
    before = timezone.now() - timedelta(days=settings.CONTRIBUTION_DAYS)
    old = AlertSubscription.objects.kept_long_enough()
    return [
        Step("alertes jamais confirmées ou arrêtées", old),
        Step("adresses qui ne suivent plus rien", AlertSubscriber.objects.without_alerts()),
        Step("contributions jamais confirmées", Contribution.objects.given_up(before)),
        Step("contacts de collectivités", AuthorityContact.objects.lapsed(), delete_contacts),
    ]


def traces(person):
    """{name of a table: query set} of the rows that are the person's own."""
    own, sent = Q(email__iexact=person.email), Q(from_email__iexact=person.email)
    return {
        "abonnés aux alertes": AlertSubscriber.objects.filter(own),
        "contributions à confirmer": Contribution.objects.filter(sent),
        "contacts de collectivités": AuthorityContact.objects.filter(own),
        "contacts de collectivités (historique)": AuthorityContact.pgh_event_model.objects.filter(
            own
        ),
    }


def forget(person):
    """Delete the person's alerts, contributions and contacts, then the history of contacts.

    Answers to invitations stay, nameless.
    """
    subscribers, contributions, contacts, past_contacts = traces(person).values()
    subscribers.delete()
    contributions.delete()
    delete_contacts(contacts)
    past_contacts.delete()


def delete_contacts(contacts):
    """Delete contacts, then their history: deleting a row adds an event that tells it."""
    keys = list(contacts.values_list("pk", flat=True))
    for contact in contacts.prefetch_related("invitations"):
        for invitation in contact.invitations.all():
            SignedLink.objects.about(invitation).delete()
    contacts.delete()
    events_of(AuthorityContact, keys).delete()
