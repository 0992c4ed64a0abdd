"""What is proposed and not decided yet, seen where its record is shown."""

from collections import defaultdict
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from correspondents.models import Proposal

from .submissions import Submission
from .undo import withdrawn_lately

SHOWN_DAYS = 30  # how long the author of a proposal finds what became of it


def submissions(proposals):
    """The proposals as they were sent: a list of `Submission`, in their order."""
    rows = groupby(proposals, key=attrgetter("submission"))
    return [Submission(together) for _, together in rows]


def waiting_about(records, *, user, remarks=False):
    """{key: corrections that wait} of records of one model that the account sees: two queries.

    With `remarks`, those in words alone count too.
    """
    records = {record.pk: record for record in records}
    if not records:
        return {}
    kind = ContentType.objects.get_for_model(next(iter(records.values())))
    pending = Proposal.objects.visible_to(user).pending()
    pending = pending.filter(content_type=kind, object_id__in=records)
    if not remarks:
        pending = pending.exclude(field="")
    own = set(pending.made_by(user).values_list("pk", flat=True))
    by_key = defaultdict(list)
    for proposal in pending.order_by("made_at", "submission", "id"):
        proposal.target = records[proposal.object_id]
        by_key[proposal.object_id].append(proposal)
    sent_by_key = {key: submissions(rows) for key, rows in by_key.items()}
    for sent in (sent for rows in sent_by_key.values() for sent in rows):
        sent.is_own = sent.first.pk in own
    return sent_by_key


def own_submissions(user):
    """What the account proposed and that waits, or was decided lately; latest first."""
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    own = Proposal.objects.made_by(user)
    recent = own.filter(Q(decision=Proposal.Decision.PENDING) | Q(decided_at__gte=since))
    rows = own.filter(submission__in=recent.values("submission"))
    rows = rows.order_by("-made_at", "submission", "id").prefetch_related("target")
    own_rows = submissions(rows)
    restorable = withdrawn_lately(own_rows, user)
    for sent in own_rows:
        sent.may_be_restored = sent.first.submission in restorable
    return own_rows


class WithWaiting:
    """Mixed into the screen of a form of a record: it shows the corrections that wait.

    Who may only propose finds these fields closed until they are decided or taken back.
    """

    @cached_property
    def waiting(self):
        return waiting_about([self.record], user=self.request.user).get(self.record.pk, [])

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.decides:
            form.close({proposal.field for sent in self.waiting for proposal in sent.proposals})
        return form

    def get_context_data(self, **context):
        return super().get_context_data(**context, waiting=self.waiting)
