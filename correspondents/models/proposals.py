"""Proposals: what somebody thinks should change, until somebody entitled decides."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from correspondents.history import tracked


class AlreadyDecided(Exception):
    """The proposal has been decided by somebody else meanwhile."""


class ProposalQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(decision=Proposal.Decision.PENDING)

    def about(self, target):
        """Those whose target is this object."""
        kind = ContentType.objects.get_for_model(target)
        return self.filter(content_type=kind, object_id=target.pk)

    def of_submission(self, submission):
        """The fields that one person proposed together."""
        return self.filter(submission=submission).order_by("id")

    def visible_to(self, user):
        """All for the delegation, those that one's own post reviews, none otherwise."""
        if user.is_delegation:
            return self
        if user.post_id is None:
            return self.none()
        return self.filter(post=user.post_id)


@tracked()
class Proposal(models.Model):
    """One field of one object, as it was and as somebody says it should be.

    Fields proposed together share a `submission`; a report without a value has no `field`, its
    words are in `comment`. A target offers `read_field(name)` (text), `field_label(name)` and
    `accept_change(name, text, by=…)`, which writes or raises ValidationError.
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

    submission = models.UUIDField("envoi", default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    post = models.ForeignKey(
        "correspondents.Post",
        models.PROTECT,
        verbose_name="poste qui examine",
        related_name="proposals",
        null=True,
        blank=True,
    )
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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="décidé par",
        related_name="+",
        null=True,
        blank=True,
    )
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

    @property
    def label(self):
        """The name of the field on screen; an error report names none."""
        return self.target.field_label(self.field) if self.field and self.target else "Signalement"

    @property
    def is_pending(self):
        return self.decision == self.Decision.PENDING

    @property
    def is_outdated(self):
        """Whether the value has changed since it was proposed."""
        return bool(self.field) and self.target.read_field(self.field) != self.old

    @transaction.atomic
    def accept(self, *, by, reason=""):
        """Write the value on its object. Raises AlreadyDecided, or ValidationError."""
        self._take()
        if self.field:
            if self.is_outdated:
                raise ValidationError(
                    f"« {self.label} » a changé depuis cette proposition : la valeur actuelle est "
                    f"« {self.target.read_field(self.field) or 'vide'} ». Refusez la proposition, "
                    "ou corrigez la fiche à la main."
                )
            self.target.accept_change(self.field, self.new, by=by)
        self._decide(self.Decision.ACCEPTED, by, reason)

    @transaction.atomic
    def refuse(self, *, by, reason):
        """Leave the object as it is. Raises AlreadyDecided; ValidationError without a reason."""
        self._take()
        if not reason.strip():
            raise ValidationError("Dites pourquoi la proposition est refusée.")
        self._decide(self.Decision.REFUSED, by, reason)

    def _take(self):
        """Lock the row: of two people who decide at once, the second is told."""
        now = type(self).objects.select_for_update().get(pk=self.pk)
        if not now.is_pending:
            raise AlreadyDecided(
                f"Déjà {now.get_decision_display()} par {now.decided_by_name or 'quelqu’un'}."
            )

    def _decide(self, decision, by, reason):
        self.decision, self.decision_reason = decision, reason.strip()
        self.decided_at, self.decided_by_name = timezone.now(), str(by)[:160]
        self.decided_by = by if isinstance(by, models.Model) else None
        self.save()
