"""The plan is applied: in one transaction, what it says and nothing else."""

from collections import defaultdict

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from correspondents.models import Correspondent, Coverage, ImportBatch, Post

from .postlabels import coverage_of
from .report import report


class PlanRefused(Exception):
    """The database refused the plan, and nothing was written; the text is a French sentence."""


def lock():
    """Keep others from writing people and posts until the end of the transaction.

    Between the plan and its application nothing moves: what a person read is what is written.
    """
    tables = f"{Correspondent._meta.db_table}, {Post._meta.db_table}"
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def apply(plan, *, by=None):
    """Write the plan and return its batch; every change carries the batch's number in history.

    Raises PlanRefused, and then nothing is written.
    """
    batch = ImportBatch.objects.create(
        file_name=plan.source.name[:255],
        sha256=plan.source.sha256,
        size=plan.source.size,
        edition_on=plan.edition,
        totals=plan.totals,
        report=report(plan),
        created_by=by,
        state=ImportBatch.State.APPLIED,
        applied_at=timezone.now(),
    )
    try:
        with transaction.atomic(), pghistory.context(**{"import": batch.pk}, user=by and by.pk):
            _write_posts(plan)
            _write_people(plan)
    except IntegrityError as error:
        raise PlanRefused(
            "La base refuse ce que dit le fichier, et rien n’a été écrit : "
            f"{_sentence(error)} Corrigez le fichier, puis recommencez."
        ) from error
    return batch


def _write_posts(plan):
    for post in plan.used_new_posts:
        post.save()
        rank = Coverage.objects.current().filter(country=post.country).count() + 1
        coverage_of(post, rank).save()
    posts = defaultdict(list)
    for change in plan.post_changes:
        setattr(change.post, change.name, change.value)
        posts[change.name].append(change.post)
    for name, changed in posts.items():
        Post.objects.bulk_update(changed, [name], batch_size=500)


def _write_people(plan):
    """Those who make room first, so that whoever follows finds the place free."""
    groups = defaultdict(list)
    for tenure in plan.changed_tenures:
        groups[not tenure.frees, tuple(sorted(tenure.planned))].append(tenure)
    for (_, names), tenures in sorted(groups.items()):
        for tenure in tenures:
            for name in names:
                setattr(tenure.person, name, tenure.planned[name])
        people = [tenure.person for tenure in tenures]
        Correspondent.objects.bulk_update(people, names, batch_size=500)
    Correspondent.objects.bulk_create(plan.new_people, batch_size=500)


def _sentence(error):
    """What the constraint that refused says in French."""
    name = error.__cause__.diag.constraint_name
    for constraint in [*Correspondent._meta.constraints, *Post._meta.constraints]:
        if constraint.name == name:
            return constraint.violation_error_message
    return "une ligne contredit ce que la base contient déjà."
