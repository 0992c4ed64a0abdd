"""The tasks about evaluations: a post has one a project, the delegation has one group."""

from dataclasses import replace

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.urls import reverse

from correspondents.desk.delegation_tasks import waiting
from correspondents.desk.post_tasks import Task, day
from projects.models import Evaluation, Grant
from projects.models.evaluations import to_evaluate, with_evaluations

from .schedule import Followed


def evaluation_tasks(user):
    """Drafts to validate, for a validator; then projects to evaluate, by day. Two queries."""
    if not user.post_id:
        return []
    grants = Grant.objects.visible_to(user)
    rows = Evaluation.objects.ready().filter(post=user.post_id, grant__in=grants)
    rows = rows.select_related("grant__decision__application").order_by("evaluated_on", "pk")
    ready = {row.grant_id: row for row in rows}
    due = with_evaluations(to_evaluate(grants)).whole().order_by("evaluation_since", "pk")
    return [
        *(to_validate(row) for row in ready.values() if user.validates),
        *(to_write(g, ready) for g in due if not (user.validates and g.pk in ready)),
    ]


def to_validate(evaluation):
    return Task(
        kind="Évaluations à valider",
        title=str(evaluation.grant.application),
        url=reverse("space_evaluation_edit", args=[evaluation.grant_id]),
        why=f"Rédigée par {evaluation.drafted_by}, datée du {day(evaluation.evaluated_on)}.",
    )


def to_write(grant, ready):
    row = Followed(grant)
    why = f"Projet commencé le {day(grant.starts_on)}, {row.in_words}."
    if grant.pk in ready:
        why += " Le brouillon est complet : qui valide au poste peut le valider."
    return Task(
        kind="Projets à évaluer",
        title=str(grant.application),
        url=reverse("space_evaluation_edit", args=[grant.pk]),
        why=why,
        due_on=row.due_on,
    )


def evaluation_groups(user):
    """The group of the delegation's desk: projects that no post has evaluated for too long."""
    if not user.is_delegation:
        return []
    rows = with_evaluations(to_evaluate(Grant.objects.visible_to(user)))
    url = reverse("admin:projects_evaluation_due")
    group = waiting("evaluations_due", "Projets à évaluer", rows, "evaluation_since", url)
    months = relativedelta(months=settings.EVALUATION_MONTHS)
    return [replace(group, since=group.since + months)] if group.count else []
