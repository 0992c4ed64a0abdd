"""The progress of the opinions of a call: « 3 / 5 » by dossier, how many are late by post."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from correspondents.spreadsheets.write import ROWS_AT_ONCE, Table
from projects.models import Application, OpinionRequest
from projects.sheets.opinions import COLUMNS, for_sheet


@dataclass
class BoardLine:
    """The requests about a dossier; or those to a post, with the reminders that it received."""

    application: Application | None = None
    post: object = None
    requests: list = field(default_factory=list)
    reminders: list = field(default_factory=list)

    @property
    def opinion_count(self):
        return sum(bool(request.valid_opinion) for request in self.requests)

    @property
    def count(self):
        """« 3 / 5 », given of those asked; « aucun poste saisi »."""
        count = f"{self.opinion_count} / {len(self.requests)}"
        return count if self.requests else "aucun poste saisi"

    @property
    def batches(self):
        """The mails whose opinions are awaited, each once."""
        awaited = [row.batch for row in self.requests if not row.valid_opinion]
        return list({batch.pk: batch for batch in awaited}.values())

    @property
    def late(self):
        today = timezone.localdate()
        return sum(not row.valid_opinion and row.due_on < today for row in self.requests)


def standing_requests(call):
    """The opinions asked for, and not taken back."""
    return OpinionRequest.objects.standing().filter(batch__call=call)


def requests_of(call):
    """The standing requests of a call with all that a board shows, in two queries."""
    rows = standing_requests(call).select_related(
        "post", "batch__call", "batch__post", "opinion__request__batch", "application__lead"
    )
    return rows.prefetch_related(
        "batch__reminders", "application__countries", "application__decisions"
    )


def board(call):
    """Two [BoardLine]: of the standing dossiers of a call, then of its posts. Four queries."""
    by_dossier, posts = defaultdict(list), {}
    for request in requests_of(call):
        by_dossier[request.application_id].append(request)
        line = posts.setdefault(request.post_id, BoardLine(post=request.post))
        line.requests.append(request)
        sent = {str(r): r for r in [*line.reminders, *request.batch.reminders.all()]}
        line.reminders = list(sent.values())
    dossiers = Application.objects.standing().filter(call=call).select_related("lead", "partner")
    lines = [
        BoardLine(row, requests=by_dossier[row.pk])
        for row in dossiers.prefetch_related("countries")
    ]
    return lines, sorted(posts.values(), key=lambda line: str(line.post))


def table(call):
    """The opinions asked for, one row a request: for the delegation only."""
    return Table(
        title=f"Avis, {call.title}",
        columns=COLUMNS,
        rows=for_sheet(standing_requests(call)).iterator(chunk_size=ROWS_AT_ONCE),
        filters=[("Appel", call.title)],
    )
