"""The delegation's tasks about committees: minutes to settle, letters, results to publish."""

from django.urls import reverse
from django.utils import timezone

from correspondents.desk.delegation_tasks import waiting
from projects.models import Committee, Decision


def committee_groups(user):
    """The groups of the delegation's desk; those with nothing are left out. Three queries."""
    if not user.is_delegation:
        return []
    url = reverse("admin:projects_committee_changelist")
    met = Committee.objects.filter(closed_at__isnull=True, held_on__lte=timezone.localdate())
    untold = Decision.objects.filter(committee__closed_at__isnull=False, notification__isnull=True)
    silent = Committee.objects.closed().filter(results_at__isnull=True)
    groups = [
        waiting("minutes", "Procès-verbaux à arrêter", met, "held_on", url),
        waiting("letters", "Décisions à notifier", untold, "committee__closed_at", url),
        waiting("results", "Résultats à publier", silent, "closed_at", url),
    ]
    return [group for group in groups if group.count]
