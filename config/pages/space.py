"""The post's space: the tasks of the day, from each app."""

from collections import defaultdict

from django.views.generic import TemplateView

from atlas.coordination.tasks import radar_tasks
from atlas.inventory.tasks import inventory_tasks, news_tasks
from atlas.inventory.undo import added_lately
from correspondents.desk.grid import PostActs
from correspondents.desk.matrix import own_line
from correspondents.desk.post_tasks import post_tasks
from correspondents.proposals.waiting import own_submissions
from correspondents.space.base import OwnPost
from correspondents.space.undo import undoable_at
from correspondents.space.views import validators
from projects.evaluations.tasks import evaluation_tasks
from projects.opinions.tasks import opinion_tasks

from .desk import COLUMNS

# Each takes an account and returns its tasks, most pressing first: one a capability.
SOURCES = [
    opinion_tasks,
    post_tasks,
    evaluation_tasks,
    news_tasks,
    inventory_tasks,
    radar_tasks,
]


def tasks_of(user):
    return [task for source in SOURCES for task in source(user)]


class Space(OwnPost, TemplateView):
    """The first page of the people of a post."""

    section = "today"
    template_name = "config/pages/space.html"

    def get_context_data(self, **context):
        user, groups = self.request.user, defaultdict(list)
        for task in tasks_of(user):  # kinds in the order in which they are first met
            groups[task.kind].append(task)
        return super().get_context_data(
            **context,
            post=self.post_of_screen,
            groups=list(groups.items()),
            acts=undoable_at(self.post_of_screen, user),
            additions=added_lately(user),
            own_proposals=own_submissions(user),
            validators=[] if self.decides else validators(self.post_of_screen),
            line=own_line(user, COLUMNS, PostActs()),
        )
