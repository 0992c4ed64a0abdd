"""What waits in the Atlas for the delegation."""

from django.urls import reverse

from correspondents.delegation import waiting

from .models import Rapprochement


def atlas_tasks(user):
    """The kinds that have something waiting, one query each; nothing but for the delegation."""
    groups = [rapprochements()] if user.is_delegation else []
    return [group for group in groups if group.count]


def rapprochements():
    pending = Rapprochement.objects.pending()
    url = reverse("admin:atlas_rapprochement_changelist")
    title = "Autorités locales à rapprocher"
    return waiting("rapprochements", title, pending, "proposed_at", url)
