"""The proposals of one person about one object at once: read, decided, answered as a whole."""

from django.db import transaction
from django.http import Http404

from correspondents.mailing.mail import absolute, write
from correspondents.models import Message, Proposal


class Submission:
    """The proposals of one submission, all about one target; it may be gone (None)."""

    def __init__(self, proposals):
        self.proposals = list(proposals)
        self.first = self.proposals[0]
        self.target = self.first.target
        for proposal in self.proposals if self.target else []:
            proposal.target = self.target

    @classmethod
    def read(cls, key, *, user):
        """The submission as the account may see it; Http404 otherwise."""
        proposals = Proposal.objects.visible_to(user).of_submission(key).select_related("post")
        if not proposals:
            raise Http404
        return cls(proposals)

    @property
    def pending(self):
        return [proposal for proposal in self.proposals if proposal.is_pending]

    @property
    def decided(self):
        return [proposal for proposal in self.proposals if not proposal.is_pending]

    @property
    def is_withdrawn(self):
        """Whether who proposed it has taken back all of it."""
        return all(p.decision == Proposal.Decision.WITHDRAWN for p in self.proposals)

    @property
    def accepted(self):
        """Those accepted, while their record is there to be seen."""
        yes = Proposal.Decision.ACCEPTED
        return [p for p in self.proposals if p.decision == yes] if self.target else []

    @property
    def outcome(self):
        """What accepting it has created, as a sentence."""
        return self.first.review.outcome if self.target else ""

    @property
    def title(self):
        """« Correction proposée : Élodie Modèle », for a list."""
        return f"{self.first.act} : {self.target or 'fiche supprimée'}"

    @property
    def is_confirmation(self):
        """Whether its own person wrote it and every field of it is accepted.

        Then the entry is what that person says it is: it is verified. One refused field, and the
        entry is not what its person says: nobody has verified it, least of all its person. What
        is accepted is written, but the entry keeps its old date, and its next check comes as if
        nobody had answered; who knows better says so by verifying it, in an act of its own. A
        remark in words alone says that something is wrong, not what is right: it verifies nothing.
        Nor does a departure: nobody has said that the rest is exact.
        """
        accepted = Proposal.Decision.ACCEPTED
        whole = all(p.field and p.decision == accepted for p in self.proposals)
        is_partial = {p.field for p in self.proposals} <= self.first.review.PARTIAL
        return self.first.origin == Proposal.Origin.LINK and whole and not is_partial

    @transaction.atomic
    def decide(self, accepted, refused, *, by):
        """Decide some of its proposals, then draw the consequences once none is pending.

        Raises AlreadyDecided, or ValidationError: nothing is then written.
        """
        Proposal.objects.decide(accepted, refused, by=by)
        whole = Submission(Proposal.objects.of_submission(self.first.submission))
        if whole.pending:
            return
        if whole.target and whole.is_confirmation:
            whole.first.review.confirm(whole.first, by=by)
        whole.answer()

    @property
    def answers(self):
        """The mails to who proposed: another one after each decision that was taken back."""
        return Message.objects.filter(key__startswith=self.answer_key)

    @property
    def answer_key(self):
        return f"proposal-decided-{self.first.submission}"

    def tell_author(self):
        """Write to who has read the answer that it is taken back."""
        last = self.answers.sent().last()
        write(
            "proposal_reopened",
            to=last.to,
            key=f"proposal reopened {last.pk}",
            context={
                "made_at": self.first.made_at,
                "about": self.first.review.public_label if self.target else "",
            },
        )

    def answer(self):
        """Write to who proposed, if there is an address: each decision, and why."""
        if self.first.from_email:
            former = self.answers.count()
            write(
                "proposal_decided",
                to=self.first.from_email,
                key=f"{self.answer_key}, {former + 1}" if former else self.answer_key,
                context={
                    "proposals": self.proposals,
                    "made_at": self.first.made_at,
                    "outcome": self.outcome,
                    "page": absolute(self.target.get_absolute_url()) if self.accepted else "",
                    "about": self.first.review.public_label if self.target else "",
                },
            )
