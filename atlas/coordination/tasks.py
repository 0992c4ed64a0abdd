"""The tasks of the radar: of a post, territory by territory; of the delegation, in groups."""

from django.urls import reverse

from atlas.models import ForeignAuthority
from correspondents.desk.delegation_tasks import TaskGroup
from correspondents.desk.post_tasks import Task

from .countries import TABLES
from .open_signals import waiting
from .words import at, authorities

MOST = 10  # tasks on the first page of a post; the rest is one line


def radar_tasks(user):
    """The signals that wait for the account's post, the busiest first; nothing without a post."""
    if not user.post_id:
        return []
    signals = waiting(user)
    places = ForeignAuthority.objects.in_bulk([group.territory for group in signals[:MOST]])
    tasks = [task(places[group.territory], group.number) for group in signals[:MOST]]
    if len(signals) > MOST:
        tasks.append(
            Task(
                kind="Coordination",
                title=f"{len(signals) - MOST} autres territoires partagés",
                url=reverse("space_coordination"),
            )
        )
    return tasks


def task(place, number):
    return Task(
        kind="Coordination",
        title=f"{authorities(number)} travaillent {at(place)}",
        url=f"{reverse('space_coordination')}#territoire-{place.pk}",
        why="Notez ce qui se fait ensemble, invitez-les, ou écartez le signal.",
    )


def coordination_tasks(user):
    """The groups of the delegation's desk; those with nothing in them are left out."""
    if not user.is_delegation:
        return []
    silent = TABLES["sans-note"]
    groups = [
        TaskGroup(
            "signals",
            "Territoires partagés, sans note et non écartés",
            reverse("space_coordination"),
            len(waiting(user)),
        ),
        TaskGroup(
            "countries_without_note",
            silent.title,
            reverse("admin:atlas_coordinationnote_countries", args=["sans-note"]),
            len(silent.rows()),
        ),
    ]
    return [group for group in groups if group.count]
