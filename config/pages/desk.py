"""The delegation's front page: tasks, state of the list, recent changes."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from atlas.coordination.tasks import coordination_tasks
from atlas.inventory.tasks import atlas_tasks
from correspondents.desk.delegation_tasks import delegation_tasks
from correspondents.desk.front_page import (
    AdminActs,
    MyZonesForm,
    ZoneForm,
    not_working,
    submissions,
    vacancies,
)
from correspondents.desk.matrix import CHECKS, by_zone, lines, pressing
from correspondents.editions.in_zones import week
from correspondents.models import Post
from projects.committees.tasks import committee_groups
from projects.evaluations.tasks import evaluation_groups
from projects.grants.tasks import grant_groups
from projects.opinions.tasks import opinion_groups

# The columns of the matrix, in order: each app adds its own.
COLUMNS = [CHECKS]
MOST_PRESSING = 8  # posts in the open; the others are folded
# Each takes an account and returns the groups of its tasks, most pressing first.
SOURCES = [
    delegation_tasks,
    opinion_groups,
    committee_groups,
    grant_groups,
    evaluation_groups,
    atlas_tasks,
    coordination_tasks,
]


def desk(request):
    """The context of the page, whatever the number of posts in as many queries."""
    user = request.user
    form = ZoneForm(request.GET, user)
    posts = Post.objects.visible_to(user).in_zones(form.zones)
    rows = lines(posts, COLUMNS, AdminActs())
    wrong = pressing(rows)
    return {
        "zone_form": form,
        "my_zones_form": MyZonesForm(initial={"zones": form.own_zones}),
        "tasks": [group for source in SOURCES for group in source(user)],
        "submissions": submissions(user),
        "headings": [heading for group in COLUMNS for heading in group.headings()],
        "pressing": wrong[:MOST_PRESSING],
        "pressing_count": len(wrong),
        "zones": by_zone(rows),
        "not_working": not_working(posts),
        "vacancies": vacancies(posts),
        "week": week(form.zones),
    }


@require_POST
def my_zones(request):
    """Keep the zones that the account itself follows; no other account is reached from here."""
    form = MyZonesForm(request.POST)
    if form.is_valid():
        request.user.zones.set(form.cleaned_data["zones"])
        messages.success(request, "Vos zones sont enregistrées.")
    else:
        messages.error(request, " ".join(form.errors["zones"]))
    return redirect("admin:index")
