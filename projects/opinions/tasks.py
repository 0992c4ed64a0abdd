"""The tasks about opinions: a post has one a dossier, the delegation has groups."""

from django.urls import reverse
from django.utils import timezone

from correspondents.desk.delegation_tasks import waiting
from correspondents.desk.post_tasks import Task, day
from projects.models import Call, Opinion, OpinionRequest

from .validators import in_words, validators_of

LATE_BY = "request__batch__due_on"


def opinion_tasks(user):
    """One task a dossier without an opinion that counts, by the deadline; three queries."""
    if not user.post_id:
        return []
    rows = OpinionRequest.objects.open().visible_to(user)
    rows = rows.select_related("application", "batch__call", "opinion", "opinion__request__batch")
    rows = list(rows.order_by("batch__due_on", "pk"))
    validators = in_words(validators_of(user.post)) if rows else ""
    return [task_of(row, user, validators) for row in rows]


def task_of(row, user, validators):
    opinion = getattr(row, "opinion", None)
    submitted = bool(opinion and opinion.submitted_at)
    validates = submitted and user.validates
    kind = "Avis à valider" if validates else "Avis attendus"
    page = "review" if validates else "edit"
    why = f"Appel « {row.batch.call} », au plus tard le {day(row.due_on)}."
    if opinion and opinion.returned_by and not submitted:
        why += f" Renvoyé par {opinion.returned_by} : « {opinion.returned_because.rstrip('.')} »."
    if submitted:
        why += f" Rédigé par {opinion.drafted_by}, soumis le {day(opinion.submitted_at)}."
        if validators and not validates:
            why += f" À valider par {validators}."
    return Task(
        kind=kind,
        title=str(row.application),
        url=reverse(f"space_opinion_{page}", args=[row.pk]),
        why=why,
        due_on=row.due_on,
    )


def opinion_groups(user):
    """The groups of the delegation's desk, each by call: opinions late, drafts nobody validates.

    Those with nothing in them are left out; three queries and two a call that has something.
    """
    if not user.is_delegation:
        return []
    late = OpinionRequest.objects.unanswered().filter(batch__due_on__lt=timezone.localdate())
    drafts = Opinion.objects.filter(
        validated_at__isnull=True,
        submitted_at__isnull=False,
        request__revoked_at__isnull=True,
        request__batch__due_on__lt=timezone.localdate(),
    )
    groups = []
    for call in Call.objects.gathering_opinions():
        url = reverse("admin:projects_call_opinions", args=[call.pk])
        requests, drafted = late.filter(batch__call=call), drafts.filter(request__batch__call=call)
        groups += [
            waiting("opinions_late", f"Avis non rendus : {call}", requests, "batch__due_on", url),
            waiting("opinions_drafted", f"Avis à faire valider : {call}", drafted, LATE_BY, url),
        ]
    return [group for group in groups if group.count]
