"""A decision on a submission, or its withdrawal, taken back within a day by who took it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.functional import cached_property

from correspondents.models import Proposal
from correspondents.models.proposals import locked
from correspondents.records.refusals import last_events
from correspondents.records.undo import LASTS, act_tables, obstacle, reverse

from .notices import tell_again

TOO_LATE = "Rien n’a été annulé : un jour est passé, ou cette décision n’est plus la dernière."


class LastDecision:
    """The last decision of an account on a submission, with what it wrote."""

    def __init__(self, whole, event):
        self.whole, self.event = whole, event
        self.until = event.pgh_created_at + LASTS

    @staticmethod
    def page(whole):
        """The address where it is taken."""
        return whole.first.get_absolute_url()

    @classmethod
    def of(cls, whole, *, by):
        """The one that the account took on that page; None after a day."""
        lasts = last_events(Proposal, [proposal.pk for proposal in whole.decided])
        event = Proposal.pgh_event_model.objects.filter(
            pgh_id__in=lasts.values(),
            pgh_created_at__gte=timezone.now() - LASTS,
            pgh_context__metadata__user=by.pk,
            pgh_context__metadata__url=cls.page(whole),
        ).last()
        return event and cls(whole, event)

    @property
    def review(self):
        return self.whole.first.review if self.whole.target else None

    @cached_property
    def tables(self):
        """[UndoneTable] of the proposals, then of what accepting them may have written."""
        models = self.review.tables if self.review else []
        return act_tables([Proposal, *models], self.event.pgh_context_id)

    @property
    def obstacle(self):
        """Why it is not taken back any more, as a sentence; "" when it is."""
        tables, target = self.tables, self.whole.target
        own = (table.before for table in tables if table.model is type(target))
        before = next(own, {}).get(target.pk) if target else None
        return obstacle(tables) or (self.review.obstacle(before) if before else "")

    @property
    def is_answered(self):
        """Whether the answer to who proposed has left: no mail is taken back."""
        return self.whole.answers.sent().exists()

    def tell(self, *, by):
        """An answer that has not left does not leave; who has read one is told."""
        self.whole.answers.waiting().delete()
        if self.is_answered:
            self.whole.tell_author()


class ProposalWithdrawal(LastDecision):
    """The withdrawal of a submission by the account that proposed it."""

    @staticmethod
    def page(whole):
        return address_of("proposal_withdraw", args=[whole.first.submission])

    def tell(self, *, by):
        tell_again(self.whole.first, by=by)


def withdrawn_lately(submissions, user):
    """The keys of those whose withdrawal the account may take back: one query."""
    withdrawn = {
        proposal.pk: ProposalWithdrawal.page(whole)
        for whole in submissions
        for proposal in whole.decided
        if proposal.decision == Proposal.Decision.WITHDRAWN
    }
    events = Proposal.pgh_event_model.objects.filter(
        pgh_obj__in=withdrawn,
        pgh_created_at__gte=timezone.now() - LASTS,
        pgh_context__metadata__user=user.pk,
        pgh_context__metadata__url__in=list(withdrawn.values()),
    )
    return set(events.values_list("submission", flat=True))


@transaction.atomic
def undo(whole, *, by, kind=LastDecision):
    """Wait again for the decision that the account took back; its object is as before.

    Raises ValidationError after a day, or when something has changed since.
    """
    list(Proposal.objects.of_submission(whole.first.submission).select_for_update(of=["self"]))
    locked(whole.target)
    decision = kind.of(whole, by=by)
    if decision is None:
        raise ValidationError(TOO_LATE)
    if refusal := decision.obstacle:
        raise ValidationError(refusal)
    reverse(decision.tables)
    if decision.review:
        decision.review.reopen(since=decision.event.pgh_created_at)
    decision.tell(by=by)
