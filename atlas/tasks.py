"""What waits in the Atlas for the delegation."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from correspondents.delegation import TaskGroup

from .models import Rapprochement


def atlas_tasks(user):
    """The kinds that have something waiting, one query each; nothing but for the delegation."""
    groups = [rapprochements()] if user.is_delegation else []
    return [group for group in groups if group.count]


def rapprochements():
    pending = Rapprochement.objects.pending().order_by()
    told = pending.aggregate(count=Count("pk"), since=Min("proposed_at"))
    since = told["since"] and timezone.localdate(told["since"])
    url = reverse("admin:atlas_rapprochement_changelist")
    return TaskGroup("rapprochements", "Autorités locales à rapprocher", url, told["count"], since)
