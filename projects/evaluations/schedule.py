"""A project with the days of its last evaluation and of the next one."""

from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from correspondents.desk.post_tasks import day
from projects.models import Grant


@dataclass(frozen=True)
class Followed:
    """A grant of `with_evaluations()`."""

    grant: Grant

    @property
    def due_on(self):
        """The day on which an evaluation is due, as long as the project runs."""
        return self.grant.evaluation_since + relativedelta(months=settings.EVALUATION_MONTHS)

    @property
    def is_running(self):
        grant, today = self.grant, timezone.localdate()
        return grant.abandoned_on is None and grant.starts_on <= today <= grant.ends_on

    @property
    def is_due(self):
        return self.is_running and self.due_on <= timezone.localdate()

    @property
    def in_words(self):
        """« évalué le 3 mai 2026 », « jamais évalué »."""
        on = self.grant.evaluated_on
        return f"évalué le {day(on)}" if on else "jamais évalué"
