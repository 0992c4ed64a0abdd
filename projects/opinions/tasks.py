"""The opinions that a post is still asked for, on its first page."""

from django.urls import reverse

from correspondents.tasks import Task, day
from projects.models import OpinionRequest


def opinion_tasks(user):
    """One task a dossier without an opinion that counts, by the deadline; one query."""
    if not user.post_id:
        return []
    rows = OpinionRequest.objects.unanswered().visible_to(user)
    rows = rows.select_related("application", "batch__call", "opinion", "opinion__request__batch")
    return [task_of(row, user) for row in rows.order_by("batch__due_on", "pk")]


def task_of(row, user):
    opinion = getattr(row, "opinion", None)
    submitted = bool(opinion and opinion.submitted_at)
    kind = "Avis à valider" if submitted and user.validates else "Avis attendus"
    why = f"Appel « {row.batch.call} », au plus tard le {day(row.due_on)}."
    if submitted:
        why += f" Rédigé par {opinion.drafted_by}, soumis le {day(opinion.submitted_at)}."
    return Task(
        kind=kind,
        title=str(row.application),
        url=reverse("space_opinion_edit", args=[row.pk]),
        why=why,
        due_on=row.due_on,
    )
