"""Proposals: what somebody thinks should change, until somebody entitled decides."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from correspondents.records.fields import account, optional_key
from correspondents.records.tracking import tracked

from .visibility import OfAPost


class AlreadyDecided(Exception):
    """The proposal has been decided by somebody else meanwhile."""


class ProposalQuerySet(OfAPost):
    def pending(self):
        return self.filter(decision=Proposal.Decision.PENDING)

    def reports(self):
        """Those of visitors: « Signaler une erreur »."""
        return self.filter(origin=Proposal.Origin.PUBLIC)

    def first_of_each(self):
        """One row a submission, for a list of them."""
        firsts = self.order_by("submission", "id").distinct("submission")
        return Proposal.objects.filter(pk__in=firsts.values("pk"))

    def about(self, target):
        """Those whose target is this object."""
        kind = ContentType.objects.get_for_model(target)
        return self.filter(content_type=kind, object_id=target.pk)

    def of_submission(self, submission):
        """The fields that one person proposed together."""
        return self.filter(submission=submission).order_by("id")

    def propose(self, target, changes, **details):
        """Propose [(field, old text, new text)] in one submission, as a list of proposals.

        ("", "", "") is a remark.

        `details` is what they have in common: who reviews, from whom, why.
        """
        together = {"submission": uuid.uuid4(), "target": target, **details}
        return [self.create(field=name, old=old, new=new, **together) for name, old, new in changes]

    def propose_at_post(self, target, changes, *, post, by, comment=""):
        """Propose the changes of an account of the post that may not write them itself."""
        author = {"from_name": str(by)[:160], "from_email": by.email, "comment": comment}
        return self.propose(target, changes, post=post, origin=Proposal.Origin.POST, **author)

    def made_by(self, user):
        """Those that an account proposed at its post."""
        own = self.filter(origin=Proposal.Origin.POST, post=user.post_id)
        return own.filter(from_email__iexact=user.email) if user.post_id else self.none()

    @transaction.atomic
    def withdraw(self, *, by):
        """Take back those that still wait, for who proposed them; returns how many they were."""
        waiting = list(self.pending().select_for_update(of=["self"]).order_by("pk"))
        for proposal in waiting:
            if proposal.field and proposal.target:
                proposal.review.refuse_change(proposal.field, by=by)
            proposal.record(Proposal.Decision.WITHDRAWN, by, "")
        return len(waiting)

    @transaction.atomic
    def decide(self, accepted, refused, *, by):
        """Decide proposals about one object together, all of them or none.

        Both are lists of (proposal, reason). Raises AlreadyDecided when somebody was quicker;
        ValidationError for a value that the object refuses, or a refusal without a reason.
        """
        chosen = [proposal for proposal, _ in [*accepted, *refused]]
        for proposal in sorted(chosen, key=lambda proposal: proposal.pk):
            proposal.take()
        target = locked(chosen[0].target) if chosen else None
        for proposal in chosen if target else []:
            proposal.target = target
        review = review_of(target)
        write([proposal for proposal, _ in accepted], review, by)
        for proposal, reason in refused:
            if not reason.strip():
                raise ValidationError({proposal.field: "dites pourquoi vous refusez."})
            if review and proposal.field:
                review.refuse_change(proposal.field, by=by)
        for proposal, reason in accepted:
            proposal.record(Proposal.Decision.ACCEPTED, by, reason)
        for proposal, reason in refused:
            proposal.record(Proposal.Decision.REFUSED, by, reason)


def locked(target):
    """The object as it is now, kept from others until the transaction ends; None if gone."""
    if target is None:
        return None
    return type(target)._default_manager.select_for_update().filter(pk=target.pk).first()


def review_of(target):
    """The review of an object, by the class that `settings.REVIEWS` names; None if it is gone."""
    return target and import_string(settings.REVIEWS[target._meta.label_lower])(target)


def write(accepted, review, by):
    """Put accepted values on their object, and tell its review of accepted reports."""
    if accepted and review is None:
        raise ValidationError("La fiche n’existe plus : la proposition ne peut qu’être refusée.")
    for proposal in accepted:
        if proposal.is_outdated:
            raise ValidationError(
                {
                    proposal.field: "la valeur a changé depuis la proposition, elle est maintenant "
                    f"« {proposal.shown_current or 'vide'} ». Refusez la proposition, "
                    "ou corrigez la fiche à la main."
                }
            )
    if changes := {proposal.field: proposal.new for proposal in accepted if proposal.field}:
        review.accept_changes(changes, by=by)
    if any(proposal.is_report for proposal in accepted):
        review.accept_report(by=by)


@tracked()
class Proposal(models.Model):
    """One field of one object, as it was and as somebody says it should be.

    Fields proposed together share a `submission` and one target; a report without a value has no
    `field`, its words are in `comment`. What is asked of the target is its `Review`.
    """

    class Origin(models.TextChoices):
        LINK = "link", "la personne elle-même"
        POST = "post", "le poste"
        PUBLIC = "public", "un visiteur"
        AUTHORITY = "authority", "une collectivité"

    class Decision(models.TextChoices):
        PENDING = "pending", "à examiner"
        ACCEPTED = "accepted", "acceptée"
        REFUSED = "refused", "refusée"
        WITHDRAWN = "withdrawn", "retirée"

    submission = models.UUIDField("envoi", default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    post = optional_key("Post", "proposals", verbose_name="poste qui examine")
    origin = models.CharField("origine", max_length=10, choices=Origin)
    field = models.CharField("champ", max_length=40, blank=True)
    old = models.TextField("valeur actuelle", blank=True)
    new = models.TextField("valeur proposée", blank=True)
    comment = models.TextField("explication", blank=True)
    from_name = models.CharField("proposé par", max_length=160, blank=True)
    from_email = models.EmailField("courriel", blank=True)
    made_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)
    decision = models.CharField(
        "décision", max_length=10, choices=Decision, default=Decision.PENDING
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = account("décidé par", blank=True)
    decided_by_name = models.CharField("nom de qui a décidé", max_length=160, blank=True)
    decision_reason = models.TextField("pourquoi", blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="proposal_target"),
            models.Index(fields=["post"], condition=Q(decision="pending"), name="proposal_pending"),
        ]
        constraints = [
            models.CheckConstraint(
                name="proposal_is_decided_on_a_day",
                condition=Q(decision="pending", decided_at__isnull=True)
                | ~Q(decision="pending") & Q(decided_at__isnull=False),
                violation_error_message="Une proposition décidée porte la date de la décision.",
            ),
            models.CheckConstraint(
                name="refusal_says_why",
                condition=~Q(decision="refused") | ~Q(decision_reason=""),
                violation_error_message="Un refus dit pourquoi.",
            ),
            models.CheckConstraint(
                name="proposal_says_something",
                condition=~Q(field="") | ~Q(comment=""),
                violation_error_message="Une proposition vise un champ, ou dit ce qui ne va pas.",
            ),
        ]

    def __str__(self):
        return f"{self.label} : {self.target}"

    def get_absolute_url(self):
        return reverse("proposal_review", args=[self.submission])

    @property
    def review(self):
        return review_of(self.target)

    @property
    def label(self):
        """The name of the field on screen; a whole, a remark or an error report names none."""
        if self.field and self.target:
            return self.review.field_label(self.field)
        report_or_not = "Signalement" if self.is_report else "Remarque"
        return (self.review.whole if self.target else "") or report_or_not

    @property
    def act(self):
        """What the proposal is called on screen."""
        report_or_not = "Signalement" if self.is_report else "Correction proposée"
        return self.own_act or report_or_not

    @property
    def own_act(self):
        """The same when it is neither a correction nor a report, else ""."""
        review = self.review if self.target else None
        return (review.ACTS.get(self.field) or review.act) if review else ""

    @property
    def is_pending(self):
        return self.decision == self.Decision.PENDING

    @property
    def is_report(self):
        """Whether somebody else than the person of the entry says that something is wrong."""
        return not self.field and self.origin != self.Origin.LINK

    @property
    def is_outdated(self):
        """Whether the value has changed since it was proposed."""
        return bool(self.field and self.target) and self.review.read_field(self.field) != self.old

    @property
    def shown_old(self):
        return self._shown(self.old)

    @property
    def shown_new(self):
        return self._shown(self.new)

    @property
    def shown_current(self):
        """The value of today, when there is one to compare."""
        return self._shown(self.review.read_field(self.field)) if self.target else ""

    def _shown(self, text):
        return self.review.show_value(self.field, text) if self.field and self.target else text

    @property
    def follow_up(self):
        """(route, label) of what is left to do by hand once the proposal is accepted, or None."""
        return self.review.FOLLOW_UPS.get(self.field) if self.target else None

    def accept(self, *, by, reason=""):
        """Write the value on its object. Raises AlreadyDecided, or ValidationError."""
        Proposal.objects.decide([(self, reason)], [], by=by)

    def refuse(self, *, by, reason):
        """Leave the object as it is. Raises AlreadyDecided; ValidationError without a reason."""
        Proposal.objects.decide([], [(self, reason)], by=by)

    def take(self):
        """Lock the row: of two people who decide at once, the second is told (AlreadyDecided)."""
        now = type(self).objects.select_for_update().get(pk=self.pk)
        if not now.is_pending:
            raise AlreadyDecided(
                f"« {now.label} » : déjà {now.get_decision_display()} "
                f"par {now.decided_by_name or 'quelqu’un'}."
            )

    def record(self, decision, by, reason):
        """Write who decided what, and why; the object is somebody else's business."""
        self.decision, self.decision_reason = decision, reason.strip()
        self.decided_at, self.decided_by_name = timezone.now(), str(by)[:160]
        self.decided_by = by if isinstance(by, models.Model) else None
        self.save()
