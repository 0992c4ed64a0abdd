"""What waits for the delegation today, in groups: the people of a post have `tasks`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from .models import Correspondent, ImportBatch, Message, Proposal, UnansweredSearch
from .models.rosters import DEPARTURE_DAYS

REFUSED_DAYS = 30


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of a kind that wait in one list: how many, since when, and the list's address."""

    kind: str
    title: str
    url: str
    count: int
    since: date | None = None


def delegation_tasks(user):
    """What waits for the delegation, most pressing first; kinds that have nothing are left out.

    Each group costs one query, whatever waits in it.
    """
    groups = [*mail_tasks(user), *people_tasks(user), *list_tasks()] if user.is_delegation else []
    return [group for group in groups if group.count]


def waiting(kind, title, rows, day, address):
    """The group of the rows, whose oldest is told by the field `day`; `address`: (name, query)."""
    told = rows.order_by().aggregate(count=Count("pk", distinct=True), since=Min(day))
    since = told["since"]
    if isinstance(since, datetime):
        since = timezone.localdate(since)
    name, query = address
    url = reverse(f"admin:correspondents_{name}_changelist", query=query)
    return TaskGroup(kind, title, url, told["count"], since)


def people_tasks(user):
    people = Correspondent.objects.visible_to(user)
    months = settings.CHECK_MONTHS_BEFORE_END
    kinds = [
        ("silent", "Contacts sans réponse après trois messages", people.silent(), "silent_since"),
        (
            "told_gone_long",
            f"Départs annoncés depuis plus de {DEPARTURE_DAYS} jours, à trancher",
            people.told_gone_long(),
            "hidden_since",
        ),
        ("bounced", "Courriels refusés, à corriger", people.bounced(), "bounced_on"),
        (
            "due_without_address",
            "Contacts à vérifier, sans courriel ni boîte du poste",
            people.due_without_address(),
            "due_on",
        ),
        (
            "leaving_without_successor",
            f"Fins de fonction d’ici à {months} mois, sans successeur",
            people.leaving_without_successor(),
            "ended_on",
        ),
        ("vacancies", "Places vacantes", people.vacancies(), "started_on"),
    ]
    for kind, title, rows, day in kinds:
        yield waiting(kind, title, rows, day, ("correspondent", {"suivi": kind}))


def mail_tasks(user):
    """What people wrote, and what could not be written to them."""
    pending = Proposal.objects.visible_to(user).pending()
    reports = Q(origin=Proposal.Origin.PUBLIC)
    for kind, title, rows in [
        ("reports", "Erreurs signalées, à examiner", pending.filter(reports)),
        ("proposals", "Propositions à examiner", pending.exclude(reports)),
    ]:
        told = rows.order_by().aggregate(
            count=Count("submission", distinct=True), since=Min("made_at")
        )
        since = told["since"] and timezone.localdate(told["since"])
        yield TaskGroup(kind, title, f"#{kind}", told["count"], since)
    dead = Message.objects.dead()
    address = ("message", {"etat": "dead"})
    yield waiting("dead", "Courriels abandonnés, à envoyer de nouveau", dead, "dead_at", address)


def list_tasks():
    """What waits in the lists of imports and of searches."""
    batches = ImportBatch.objects.light()
    refused_since = timezone.now() - timedelta(days=REFUSED_DAYS)
    refused = batches.filter(state=ImportBatch.State.REFUSED, created_at__gte=refused_since)
    planned = batches.filter(state=ImportBatch.State.PLANNED)
    told = UnansweredSearch.objects.told()
    for kind, title, rows, day, address in [
        (
            "planned",
            "Imports à relire, ou à appliquer",
            planned,
            "created_at",
            ("importbatch", {"state__exact": "planned"}),
        ),
        (
            "refused",
            f"Fichiers refusés depuis {REFUSED_DAYS} jours",
            refused,
            "created_at",
            ("importbatch", {"state__exact": "refused"}),
        ),
        (
            "searches",
            "Recherches sans réponse",
            told,
            "first_seen_on",
            ("unansweredsearch", {}),
        ),
    ]:
        yield waiting(kind, title, rows, day, address)
