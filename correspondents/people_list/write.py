"""Write the plan of the list of correspondents; spare what its undoing must not touch."""

from correspondents.imports.apply import update_rows
from correspondents.models import Correspondent, Coverage, Post

from .roster import FIRST


def write_plan(plan):
    """Write the posts, each new one after those that serve its country already; then the people."""
    resident = Coverage.Relation.RESIDENT
    for post in plan.used_new_posts:
        post.save()
        rank = Coverage.objects.current().filter(country=post.country).count() + 1
        Coverage.objects.create(country=post.country, post=post, relation=resident, rank=rank)
    changes = plan.post_changes
    update_rows(Post, [(change.post, {change.name: change.value}) for change in changes])
    update_rows(Correspondent, [(each.person, each.planned) for each in plan.changed_tenures])
    Correspondent.objects.bulk_create(plan.new_people, batch_size=500)


def keep_apart(people):
    """Leave alone the people who, restored, would be a second first correspondent at once.

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
    """A person to restore and one who stays, in the same place on the same day, or None."""
    stays = [person for person in holders if person.pk not in before]
    for restored in before.values():
        is_first = restored.role == Correspondent.Role.CORRESPONDENT and restored.rank == FIRST
        for other in stays if is_first else ():
            if other.post_id == restored.post_id and restored.overlaps(other):
                return restored, other
    return None
