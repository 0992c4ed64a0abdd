"""The plan of the list of correspondents is written; what its undoing must spare."""

from collections import defaultdict

from correspondents.models import Correspondent, Coverage, Post

from .post_labels import coverage_of
from .roster import FIRST


def write_posts(plan):
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


def write_people(plan):
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


def keep_apart(people):
    """Leave alone whoever, restored, would be a second first correspondent at the same time.

    `people` is the UndoneTable of correspondents.
    """
    first = Correspondent.objects.filter(role=Correspondent.Role.CORRESPONDENT, rank=FIRST)
    posts = {person.post_id for person in people.before.values()}
    holders = [p for p in first.filter(post__in=posts) if p.pk not in people.created]
    while clash := _clash(people.before, holders):
        restored, other = clash
        del people.before[restored.pk]
        people.leave(restored, f"« {other} », modifié depuis, tient désormais cette place")


def _clash(before, holders):
    """Somebody to restore and somebody else who stays, in the same place on the same day."""
    stays = [person for person in holders if person.pk not in before]
    for restored in before.values():
        is_first = restored.role == Correspondent.Role.CORRESPONDENT and restored.rank == FIRST
        for other in stays if is_first else ():
            if other.post_id == restored.post_id and restored.overlaps(other):
                return restored, other
    return None
