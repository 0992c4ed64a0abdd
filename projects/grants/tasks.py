"""The delegation's tasks about subsidies: reports late, to accept, instalments to pay."""

from django.urls import reverse

from correspondents.desk.delegation_tasks import waiting
from projects.models import Instalment, Report

LIST = "admin:projects_grant_changelist"


# By kind: its title, its rows as they are today, the day since when the oldest one waits.
WAITING = {
    "reports_late": ("Comptes rendus en retard", Report.objects.missing, "due_on"),
    "reports_received": ("Comptes rendus reçus, à accepter", Report.objects.to_accept, "due_on"),
    "instalments_payable": ("Tranches payables", Instalment.objects.payable, "report__accepted_at"),
    "reports_unwritten": (
        "Comptes rendus attendus, sans adresse où relancer",
        lambda: Report.objects.awaited().without_address(),
        "due_on",
    ),
}


def grant_groups(user):
    """The groups of the delegation's desk; those with nothing are left out; a query each."""
    if not user.is_delegation:
        return []
    groups = [
        waiting(kind, title, rows(), day, reverse(LIST, query={"suivi": kind}))
        for kind, (title, rows, day) in WAITING.items()
    ]
    return [group for group in groups if group.count]
