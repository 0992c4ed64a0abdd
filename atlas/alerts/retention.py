"""How long the addresses of alerts are kept: `settings.RETENTION_ALERTS_DAYS`."""

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
