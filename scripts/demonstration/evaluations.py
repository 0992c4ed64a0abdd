"""Invented evaluations for the demonstration: one project followed, one drafted, the rest to do."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from projects.models import Evaluation, EvaluationMark
from projects.opinions.requests import competent_posts, first_posts

from .invented import VALIDATOR, WRITER

# Marks of two evaluations of one project, in the order of the criteria.
MARKS = [(3, 2, 2, 3, 1, 2), (3, 3, 3, 2, 2, 2)]
SUMMARY = "Exemple inventé : les travaux avancent, l’entretien reste à organiser."


@transaction.atomic
def invent_evaluations(grants):
    """Invent two valid evaluations of the first grant and a draft of the second; return the number.

    The first of them is dated half-way from the project's start to today.
    """
    followed, drafted = [*grants.whole()[:2], None, None][:2]
    today = timezone.localdate()
    made = 0
    if followed and followed.starts_on < today:
        half = (today - followed.starts_on) // 2
        for marks, on in zip(MARKS, [followed.starts_on + half, today], strict=True):
            invent_evaluation(followed, on, marks).validate(VALIDATOR)
            made += 1
    if drafted and drafted.starts_on < today:
        invent_evaluation(drafted, today, MARKS[0])
        made += 1
    return made


def invent_evaluation(grant, on, marks):
    application = grant.application
    (post, *_) = sorted(first_posts(application, competent_posts([application])))
    evaluation = Evaluation.objects.create(
        grant=grant,
        post_id=post,
        evaluated_on=on,
        visited_on=max(on - timedelta(days=3), grant.starts_on),
        summary=SUMMARY,
        drafted_by=WRITER,
    )
    EvaluationMark.objects.bulk_create(
        EvaluationMark(
            evaluation=evaluation,
            criterion=criterion,
            mark=mark,
            text=f"Exemple inventé de constat : {criterion.label}.",
        )
        for criterion, mark in zip(EvaluationMark.Criterion, marks, strict=True)
    )
    return evaluation
