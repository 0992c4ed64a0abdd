"""What waits in the Atlas: for the delegation, for a post."""

from django.urls import reverse

from correspondents.delegation import waiting
from correspondents.tasks import Task

from .inventory.rows import states
from .models import Partnership, Rapprochement


def atlas_tasks(user):
    """The kinds that have something waiting, one query each; nothing but for the delegation."""
    groups = [rapprochements(), unconfirmed()] if user.is_delegation else []
    return [group for group in groups if group.count]


def rapprochements():
    pending = Rapprochement.objects.pending()
    url = reverse("admin:atlas_rapprochement_changelist")
    title = "Autorités locales à rapprocher"
    return waiting("rapprochements", title, pending, "proposed_at", url)


def unconfirmed():
    """The partnerships that no post has confirmed lately."""
    url, title = reverse("space_inventory"), "Partenariats à confirmer par les postes"
    return waiting("inventory", title, Partnership.objects.to_confirm(), "confirmed_on", url)


def inventory_tasks(user):
    """One a country of the account's post that has something to confirm."""
    if not user.post_id:
        return []
    return [
        Task(
            kind="Inventaire à confirmer",
            title=f"{state.country} : {state.to_confirm} partenariat"
            f"{'s' * (state.to_confirm > 1)} à confirmer",
            url=reverse("space_inventory_country", args=[state.country.pk.lower()]),
            why=f"{state.confirmed} confirmés sur {state.count}, complets à "
            f"{state.completeness} %.",
        )
        for state in states(Partnership.objects.visible_to(user))
        if state.to_confirm
    ]
