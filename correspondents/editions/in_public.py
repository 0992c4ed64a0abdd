"""The latest changes of the list, as anybody may read them.

Whoever arrived is named only when the page of the post names them today; a departure names
nobody. What one person entered is told line by line, an import in one line.
"""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from correspondents.directory.publication import TITLES, publish
from correspondents.mailing.feeds import Entry
from correspondents.models import Correspondent, Coverage, Edition, ImportBatch, Post
from correspondents.records.history import MOST_EVENTS, entries, events, previous

IMPORTED = {
    "people": ("Mise à jour d’ensemble de la liste des correspondants", "correspondent_list"),
    "partnerships": ("Mise à jour d’ensemble de l’Atlas", "atlas"),
}


def network_changes(since, country=None):
    """Arrivals, departures, situations of posts, editions, imports: a constant cost.

    Of a country: what changed at the posts that serve it today; the list as a whole is nobody's.
    """
    if country:
        serving = Coverage.objects.current().filter(country=country).values("post")
        posts = Post.objects.filter(pk__in=serving)
    else:
        posts = Post.objects.all()
    of_posts = [*arrivals(since, posts), *departures(since, posts), *situations(since, posts)]
    return of_posts if country else [*of_posts, *editions(since), *imports(since)]


def arrivals(since, posts):
    """Two queries."""
    moments = entries(Correspondent, since, post__in=posts.values("pk"))
    people = Correspondent.objects.published().with_post().in_bulk(list(moments))
    for pk, person in people.items():
        contact = publish(person)
        yield Entry(
            title=f"{contact.title} : {person.post.name}",
            path=person.post.get_absolute_url(),
            at=moments[pk],
            kind="arrivée",
            key=f"arrivee-{pk}",
            text=contact.name,
        )


def departures(since, posts):
    """Those of the days gone by: who leaves is not named."""
    today = timezone.localdate()
    working = posts.filter(status__in=Post.WORKING)
    leavers = Correspondent.objects.held().filter(ended_on__lt=today, post__in=working)
    leavers = leavers.filter(ended_on__gte=timezone.localdate(since)).select_related("post")
    for person in leavers.order_by("-ended_on", "-pk")[:MOST_EVENTS]:
        day_after = person.ended_on + timedelta(days=1)
        yield Entry(
            title=f"{TITLES[person.role]} : {person.post.name}",
            path=person.post.get_absolute_url(),
            at=datetime.combine(day_after, time(), timezone.get_current_timezone()),
            kind="départ",
            key=f"depart-{person.pk}",
        )


def situations(since, posts):
    """The posts whose situation is another than it was."""
    moved = events(Post, since, pgh_label="update", pgh_obj__in=posts.values("pk"))
    moved = moved.annotate(was=previous(Post, "status")).exclude(status=F("was"))[:MOST_EVENTS]
    posts = Post.objects.in_bulk({event.pgh_obj_id for event in moved})
    for event in moved:
        if post := posts.get(event.pgh_obj_id):
            yield Entry(
                title=f"{post.name} : {Post.Status(event.status).label}",
                path=post.get_absolute_url(),
                at=event.pgh_created_at,
                kind="situation d’un poste",
                key=f"situation-{event.pgh_id}",
            )


def editions(since):
    for edition in Edition.objects.published().filter(published_at__gte=since):
        path = edition.get_absolute_url()
        title = f"Édition n° {edition.number} de la liste"
        yield Entry(title, path, edition.published_at, kind="édition")


def imports(since):
    applied = ImportBatch.objects.light().filter(applied_at__gte=since, undone_at__isnull=True)
    for batch in applied.filter(kind__in=IMPORTED).order_by("-applied_at")[:MOST_EVENTS]:
        title, name = IMPORTED[batch.kind]
        key = f"import-{batch.pk}"
        yield Entry(title, reverse(name), batch.applied_at, kind="import", key=key)
