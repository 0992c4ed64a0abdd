"""The plan of the list of correspondents: its people, its posts, its absent people."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from correspondents.imports.plan import ImportPlan
from correspondents.models import Post

from .roster import ONE_DAY
from .rows import Tenure, first_accepted


@dataclass
class PeoplePlan(ImportPlan):
    """The outcome of each row; `absent` are the people in office that no row names."""

    absent: list[Tenure] = field(default_factory=list)
    new_posts: list[Post] = field(default_factory=list)
    post_updates: dict = field(default_factory=dict)

    @property
    def entries(self):
        return [entry for row in self.rows for entry in row.entries]

    @property
    def new_people(self):
        return [t.person for entry in self.entries for t in entry.tenures if t.is_new]

    @property
    def to_tell(self):
        """The number of people that the plan adds and that must be informed before publication."""
        if not settings.REQUIRE_INFORMED:
            return 0
        today = timezone.localdate()
        stay = [p for p in self.new_people if not p.ended_on or p.ended_on >= today]
        return len({(p.first_name, p.last_name, p.email) for p in stay if p.last_name})

    @property
    def changed_tenures(self):
        """The tenures of the base that the plan changes, each once."""
        tenures = {id(t): t for entry in self.entries for t in entry.tenures}
        tenures |= {id(t): t for t in self.absent}
        return [t for t in tenures.values() if not t.is_new and t.planned]

    @property
    def used_new_posts(self):
        """The posts to create that an accepted row needs."""
        used = {id(row.place.post) for row in self.rows if row.is_accepted}
        return [post for post in self.new_posts if id(post) in used]

    @property
    def post_changes(self):
        """The fields of posts that accepted rows change, as [PostUpdate], each once."""
        accepted = map(first_accepted, self.post_updates.values())
        return [change for change in accepted if change and change.old != change.value]

    def settle_absent(self, tenures, waiting):
        """Plan the changes of the people that no row names, as the options ask.

        Change nothing at the posts of `waiting` (short names): a row that waits may name them; nor
        of who was confirmed or corrected after the list, which may be older than they are.
        An import of a few rows has no absent people.
        """
        if self.options.partial:
            return
        self.absent = tenures
        today = timezone.localdate()
        for tenure in tenures:
            if tenure.newer or tenure.person.post.slug in waiting:
                continue
            if self.options.absent == "confirm" and not tenure.person.to_confirm_since:
                tenure.planned = {"to_confirm_since": today}
            elif self.options.absent == "end" and tenure.start < self.edition:
                tenure.planned = {"ended_on": self.edition - ONE_DAY}
