"""What waits for the delegation today, in groups: the people of a post have `tasks`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from correspondents.models import Correspondent, ImportBatch, Message, Proposal, UnansweredSearch
from correspondents.models.people_querysets import DEPARTURE_DAYS

REFUSED_DAYS = 30
# People by the QuerySet method that finds them, which the list is filtered by too; and since when.
PEOPLE = [
    ("silent", "Contacts sans réponse après trois messages", "silent_since"),
    (
        "told_gone_long",
        f"Départs annoncés depuis plus de {DEPARTURE_DAYS} jours, à trancher",
        "hidden_since",
    ),
    ("bounced", "Courriels refusés, à corriger", "bounced_on"),
    ("due_without_address", "Contacts à vérifier, sans courriel ni boîte du poste", "due_on"),
    ("leaving_without_successor", "Fins de fonction proches, sans successeur", "ended_on"),
    ("vacancies", "Places vacantes", "started_on"),
]


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of a kind that wait in one list: how many, since when, and the list's address."""

    kind: str
    title: str
    url: str
    count: int
    since: date | None = None

    @property
    def is_to_come(self):
        return self.since is not None and self.since > timezone.localdate()


def delegation_tasks(user):
    """What waits for the delegation, most pressing first; kinds that have nothing are left out.

    Each group costs one query, whatever waits in it.
    """
    groups = [*mail_tasks(user), *people_tasks(user), *list_tasks()] if user.is_delegation else []
    return [group for group in groups if group.count]


def waiting(kind, title, rows, day, url, each="pk"):
    """The group of the rows, whose oldest is told by the field `day`; `each` is what is counted."""
    totals = rows.order_by().aggregate(count=Count(each, distinct=True), since=Min(day))
    since = totals["since"]
    if isinstance(since, datetime):
        since = timezone.localdate(since)
    return TaskGroup(kind, title, url, totals["count"], since)


def table(name, **query):
    """Where a table is listed."""
    return reverse(f"admin:correspondents_{name}_changelist", query=query)


def people_tasks(user):
    people = Correspondent.objects.visible_to(user)
    for kind, title, day in PEOPLE:
        rows = getattr(people, kind)()
        yield waiting(kind, title, rows, day, table("correspondent", suivi=kind))


def mail_tasks(user):
    """What people wrote, and what could not be written to them."""
    pending = Proposal.objects.visible_to(user).pending()
    reports = pending.reports()
    for kind, title, rows in [
        ("reports", "Erreurs signalées, à examiner", reports),
        ("proposals", "Propositions à examiner", pending.exclude(pk__in=reports)),
    ]:
        yield waiting(kind, title, rows, "made_at", f"#{kind}", each="submission")
    dead = Message.objects.dead()
    url = table("message", etat="dead")
    yield waiting("dead", "Courriels abandonnés, à envoyer de nouveau", dead, "dead_at", url)


def list_tasks():
    """What waits in the lists of imports and of searches."""
    batches, states = ImportBatch.objects.light(), ImportBatch.State
    recent = timezone.now() - timedelta(days=REFUSED_DAYS)
    refused = batches.filter(state=states.REFUSED, created_at__gte=recent)
    for kind, title, rows in [
        ("refused", f"Fichiers refusés depuis {REFUSED_DAYS} jours", refused),
        ("planned", "Imports à relire, ou à appliquer", batches.filter(state=states.PLANNED)),
    ]:
        yield waiting(kind, title, rows, "created_at", table("importbatch", state__exact=kind))
    searches = UnansweredSearch.objects.frequent()
    url = table("unansweredsearch")
    yield waiting("searches", "Recherches sans réponse", searches, "first_seen_on", url)
