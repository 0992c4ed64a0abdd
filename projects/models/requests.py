"""« Saisine » : one mail asks a post for its opinion on dossiers of a call."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.models import Post
from correspondents.models.visibility import OfAPost
from correspondents.records.fields import account, foreign_key
from correspondents.records.tracking import tracked

from .applications import Application
from .calls import Call
from .checked import write_checked
from .fields import OPTIONAL, Reminder
from .triggers import refusing, written


class OpinionBatch(models.Model):
    """One mail to a post: it asks for opinions on dossiers of a call, until `due_on` included."""

    call = foreign_key(Call, "opinion_batches", verbose_name="appel")
    post = foreign_key(Post, "opinion_batches")
    due_on = models.DateField("attendu au plus tard le", help_text="Ce jour compris, à Paris.")
    text = models.TextField("message", max_length=3000, blank=True)
    sent_to = models.EmailField("écrit à")
    asked_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    asked_by = account("demandé par", editable=False)

    objects = OfAPost.as_manager()

    class Meta:
        verbose_name = "saisine groupée"
        verbose_name_plural = "saisines groupées"
        ordering = ["-asked_at", "-id"]

    def __str__(self):
        return f"{self.post}, {self.call}"

    @property
    def asked_on(self):
        return timezone.localdate(self.asked_at)


class OpinionState(models.TextChoices):
    """Where an opinion stands, for the post and for the delegation."""

    EXPECTED = "expected", "Attendu"
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Soumis"
    YOURS = "yours", "À valider par vous"
    VALID = "valid", "Validé"
    CLOSED = "closed", "Clos"

    @property
    def is_over(self):
        """Whether the post has nothing to write any more."""
        return self in {OpinionState.VALID, OpinionState.CLOSED}


class OpinionRequestQuerySet(OfAPost):
    def standing(self):
        """The requests that are not revoked, of dossiers that are not withdrawn."""
        return self.filter(revoked_at__isnull=True, application__withdrawn_on__isnull=True)

    def unanswered(self):
        """The requests without a validated opinion, of dossiers that no committee has decided."""
        waiting = self.standing().filter(application__in=Application.objects.undecided())
        return waiting.filter(opinion__validated_at__isnull=True)

    def open(self):
        """The unanswered ones that may still be answered: the committee has not met."""
        before = Q(batch__call__committee_on__isnull=True) | Q(
            batch__call__committee_on__gt=timezone.localdate()
        )
        return self.unanswered().filter(before, batch__call__cancelled_on__isnull=True)


@tracked()
class OpinionRequest(models.Model):
    """A request to a post for its opinion on a dossier; it may be revoked."""

    application = foreign_key(Application, "opinion_requests")
    post = foreign_key(Post, "opinion_requests")
    batch = foreign_key(OpinionBatch, "requests", verbose_name="saisine")
    revoked_at = models.DateTimeField("annulée le", **OPTIONAL, editable=False)
    revoked_because = models.CharField(
        "raison de l’annulation", max_length=300, blank=True, editable=False
    )

    objects = OpinionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "saisine"
        ordering = ["application__reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "post"],
                condition=Q(revoked_at__isnull=True),
                name="a_post_is_asked_once_about_a_dossier",
                violation_error_message="Ce poste est déjà saisi de ce dossier.",
            ),
            models.CheckConstraint(
                name="revoked_request_says_why",
                condition=Q(revoked_at__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_because=""),
                violation_error_message="Dites pourquoi la saisine est annulée.",
            ),
        ]
        triggers = [
            # A mail of a batch shows its requests, never requests to another post or call.
            refusing(
                "is_of_its_batch",
                written("application_id", "post_id", "batch_id"),
                "Une saisine est du poste et de l’appel de son message.",
                """NOT EXISTS (
                    SELECT 1 FROM projects_opinionbatch batch
                    JOIN projects_application dossier ON dossier.call_id = batch.call_id
                    WHERE batch.id = NEW.batch_id AND batch.post_id = NEW.post_id
                        AND dossier.id = NEW.application_id)""",
            ),
            refusing(
                "is_of_a_call_that_stands",
                pgtrigger.Insert,
                "Un avis se demande pour un appel publié, et non annulé.",
                """EXISTS (SELECT 1 FROM projects_application dossier
                           JOIN projects_call call ON call.id = dossier.call_id
                           WHERE dossier.id = NEW.application_id
                               AND (call.published_at IS NULL OR call.cancelled_on IS NOT NULL))""",
            ),
            # A decision rests on its requests: they stay, and no other follows it.
            refusing(
                "stays_once_decided",
                written("application_id", "revoked_at") | pgtrigger.Delete,
                "Le comité a décidé de ce dossier : ses saisines ne changent plus.",
                """EXISTS (SELECT 1 FROM projects_decision
                           WHERE outcome IN ('retained', 'rejected') AND application_id
                               IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.application_id END,
                                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.application_id END))""",
                row="COALESCE(NEW, OLD)",
            ),
        ]

    def __str__(self):
        return f"{self.post} : {self.application}"

    @property
    def due_on(self):
        return self.batch.due_on

    @property
    def valid_opinion(self):
        """The opinion that counts, or None."""
        opinion = getattr(self, "opinion", None)
        return opinion if opinion and opinion.validated_at else None

    @property
    def closed_because(self):
        """Why no opinion is taken any more, as a sentence; "" while one is."""
        call, today = self.batch.call, timezone.localdate()
        if self.revoked_at:
            return "La saisine a été annulée : l’avis n’est plus attendu."
        if call.cancelled_on or self.application.withdrawn_on:
            return "L’appel est annulé, ou le dossier retiré : l’avis n’est plus attendu."
        final = any(row.outcome in row.FINAL for row in self.application.decisions.all())
        if final or (call.committee_on and call.committee_on <= today):
            return "Le comité s’est réuni : l’avis ne peut plus être rendu."
        return ""

    def state(self, *, validates=False):
        """The state, as seen by who `validates` at the post or by anybody else."""
        opinion = getattr(self, "opinion", None)
        if self.valid_opinion:
            return OpinionState.VALID
        if self.closed_because:
            return OpinionState.CLOSED
        if opinion and opinion.submitted_at:
            return OpinionState.YOURS if validates else OpinionState.SUBMITTED
        is_written = opinion and opinion.pk  # a form begins one that the base has not
        return OpinionState.DRAFT if is_written else OpinionState.EXPECTED

    @property
    def state_in_words(self):
        """Never blank, never favourable by silence."""
        if self.revoked_at:
            return "saisine annulée"
        if self.valid_opinion:
            late = f", {self.valid_opinion.lateness}" if self.valid_opinion.lateness else ""
            return f"{self.valid_opinion.get_verdict_display()}{late}"
        if timezone.localdate() > self.due_on:
            return "avis non rendu à l’échéance"
        return "avis attendu"

    def revoke(self, *, because):
        """Revoke it. Raises ValidationError without a reason, or once the opinion is given."""
        if self.valid_opinion:
            raise ValidationError("Le poste a rendu son avis : la saisine ne s’annule plus.")
        write_checked(self, revoked_at=timezone.now(), revoked_because=because.strip())


class OpinionReminder(Reminder):
    batch = foreign_key(OpinionBatch, "reminders", models.CASCADE, verbose_name="saisine")
    requests = models.PositiveSmallIntegerField("avis attendus")

    class Meta(Reminder.Meta):
        verbose_name = "relance"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "step"],
                name="one_reminder_a_step",
                violation_error_message="Cette relance est déjà partie.",
            ),
        ]
