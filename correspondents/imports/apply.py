"""The plan is applied: in one transaction, what it says and nothing else."""

from collections import defaultdict
from contextlib import contextmanager

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from correspondents.models import Correspondent, Coverage, ImportBatch, ImportFile, Post
from correspondents.writing import refusal_of

from .postlabels import coverage_of
from .report import report


class PlanRefused(Exception):
    """The database refused the plan, and nothing was written; the text is a French sentence."""


def lock(tables=(Correspondent, Post, Coverage)):
    """Keep others from writing these models until the end of the transaction.

    Between the plan and its application nothing moves: what a person read is what is written.
    """
    # Posts before coverage, as the form of a post takes them: nobody waits in a circle.
    names = ", ".join(model._meta.db_table for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def apply(plan, *, by=None, batch=None):
    """Write the plan and return its batch; every change carries the batch's number in history.

    `batch` is the one in which the plan waited, with its report; without it, one is made. Raises
    PlanRefused, and then nothing is written.
    """
    if batch is None:
        batch = keep(plan.source, by=by)
        batch.edition_on, batch.options = plan.edition, plan.options.to_json()
        batch.totals, batch.report = plan.totals, report(plan)
    with application(batch, by), shifting():
        _write_posts(plan)
        _write_people(plan)
    return batch


@contextmanager
def application(batch, by):
    """Apply a batch, of any kind of list, by what is written inside: all of it or nothing.

    Raises PlanRefused when the database refuses something.
    """
    batch.state, batch.applied_at, batch.applied_by = batch.State.APPLIED, timezone.now(), by
    batch.save()
    try:
        context = pghistory.context(**{"import": batch.pk}, user=by and by.pk)
        with transaction.atomic(), context:
            yield
    except IntegrityError as error:
        raise PlanRefused(
            "La base refuse ce que dit le fichier, et rien n’a été écrit : "
            f"{refusal_of(error)} Corrigez le fichier, puis recommencez."
        ) from error


def keep(source, *, by=None, kind=ImportBatch.Kind.PEOPLE):
    """A batch that waits, with the file as it came."""
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=source.name[:255],
        sha256=source.sha256,
        size=source.size,
        created_by=by,
    )
    ImportFile.objects.create(batch=batch, content=source.content)
    return batch


@contextmanager
def shifting():
    """Check the tenures that exclude each other at the end: a chain of them may move at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS one_first_correspondent_at_a_time DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS one_first_correspondent_at_a_time IMMEDIATE")


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
    groups = defaultdict(list)
    for tenure in plan.changed_tenures:
        groups[tuple(sorted(tenure.planned))].append(tenure)
    for names, tenures in groups.items():
        for tenure in tenures:
            for name in names:
                setattr(tenure.person, name, tenure.planned[name])
        people = [tenure.person for tenure in tenures]
        Correspondent.objects.bulk_update(people, names, batch_size=500)
    Correspondent.objects.bulk_create(plan.new_people, batch_size=500)
