"""What alerts hold of people, and how long: `settings.RETENTION_ALERTS_DAYS`."""

from atlas.models import AlertSubscriber, AlertSubscription
from correspondents.personal.retention import Step


def steps():
    """An alert that is over goes first; then the address that none is left of."""
    old = AlertSubscription.objects.kept_long_enough()
    idle = AlertSubscriber.objects.without_alerts()
    return [
        Step("alertes jamais confirmées ou arrêtées", old),
        Step("adresses qui ne suivent plus rien", idle),
    ]


def traces(person):
    """{name of a table: query set} of the rows that are the person's own."""
    return {"abonnés aux alertes": subscribers_of(person)}


def forget(person):
    """Delete the address, and with it what it asked for."""
    subscribers_of(person).delete()


def subscribers_of(person):
    return AlertSubscriber.objects.filter(email__iexact=person.email)
