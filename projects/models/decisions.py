"""The decision of a committee on a dossier, after its posts and within the envelope."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.models.visibility import OfTheDelegation
from correspondents.records.fields import account, foreign_key, optional_key
from correspondents.records.tracking import tracked

from .applications import Application
from .committees import Committee, stays_once_closed
from .fields import OPTIONAL
from .functions import MayBeGranted
from .money import amount_field, amount_in_words, currency_field
from .triggers import before, written
from .versions import ApplicationVersion

WRITTEN = (
    *("committee_id", "application_id", "outcome", "amount", "currency"),
    *("rank", "reason", "version_id", "decided_at"),
)


class DecisionQuerySet(OfTheDelegation):
    """Anybody else may read the `published()` ones."""

    def final(self):
        """The decisions that settle their dossier for good."""
        return self.filter(outcome__in=Decision.FINAL)

    def retained(self):
        return self.filter(outcome=Decision.Outcome.RETAINED)

    def grantable(self):
        """The decisions that a grant may follow: retained, their minutes settled."""
        return self.filter(MayBeGranted("pk"))

    def published(self):
        """The projects that anybody may read about: retained, their results announced, in a call
        that is public; never sensitive ones, nor those of a sensitive partnership."""
        announced = self.retained().filter(
            committee__results_at__isnull=False,
            application__call__published_at__isnull=False,
            application__withdrawn_on__isnull=True,
            application__is_sensitive=False,
        )
        return announced.exclude(application__partnership__is_sensitive=True)


@tracked()
class Decision(models.Model):
    """The decision of a committee on the version of a dossier that it read.

    The base refuses it without the opinions that were asked for (or their deadline past), above
    the envelope, to who owes earlier reports: unless a `Derogation` says why.
    """

    class Outcome(models.TextChoices):
        RETAINED = "retained", "retenu"
        RESERVE = "reserve", "liste complémentaire"
        ADJOURNED = "adjourned", "ajourné"
        REJECTED = "rejected", "non retenu"

    FINAL = (Outcome.RETAINED, Outcome.REJECTED)

    committee = foreign_key(Committee, "decisions")
    application = foreign_key(Application, "decisions")
    outcome = models.CharField("décision", max_length=9, choices=Outcome)
    amount = amount_field("montant", **OPTIONAL)
    currency = currency_field()
    rank = models.PositiveSmallIntegerField("rang", **OPTIONAL)
    reason = models.TextField(
        "motif", max_length=2000, blank=True, help_text="Le porteur le lit : il est notifié."
    )
    version = optional_key(ApplicationVersion, "decisions", verbose_name="prise sur")
    decided_at = models.DateTimeField("prise le", default=timezone.now, editable=False)
    decided_by = account("écrite par", editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["committee", "rank", "application__reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "application"],
                name="one_decision_of_a_committee",
                violation_error_message="Le comité a déjà décidé de ce dossier.",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(outcome__in=["retained", "rejected"]),
                name="one_final_decision",
                violation_error_message="Ce dossier est déjà retenu, ou non retenu.",
            ),
            models.UniqueConstraint(
                fields=["committee", "rank"],
                name="one_dossier_of_a_rank",
                violation_error_message="Deux dossiers du comité ont le même rang.",
            ),
            models.CheckConstraint(
                name="retained_for_an_amount",
                condition=Q(outcome="retained", amount__gt=0)
                | Q(outcome="reserve") & (Q(amount__isnull=True) | Q(amount__gt=0))
                | Q(outcome__in=["adjourned", "rejected"], amount__isnull=True),
                violation_error_message="Un dossier retenu l’est pour un montant ; un dossier "
                "ajourné ou non retenu n’en a pas.",
            ),
            models.CheckConstraint(
                name="refusal_has_its_reason",
                condition=~Q(outcome__in=["adjourned", "rejected"]) | ~Q(reason=""),
                violation_error_message="Donnez le motif d’un ajournement ou d’un refus.",
            ),
            models.CheckConstraint(
                name="reserve_has_a_rank",
                condition=~Q(outcome="reserve") | Q(rank__isnull=False),
                violation_error_message="Un dossier de la liste complémentaire a un rang.",
            ),
        ]
        triggers = [
            stays_once_closed(*WRITTEN),
            before(
                # A notification writes none of these columns.
                "within_the_rules",
                written(*WRITTEN),
                func="PERFORM projects_check_decision(NEW); RETURN NEW;",
            ),
        ]

    def __str__(self):
        return f"{self.application} : {self.in_words}"

    @property
    def in_words(self):
        """« retenu », « retenu pour 8 000 € », « liste complémentaire, rang 2 »."""
        label = self.get_outcome_display()
        if self.outcome == self.Outcome.RESERVE:
            return f"{label}, rang {self.rank}"
        whole = (self.application.requested, self.application.currency)
        if self.amount is None or (self.amount, self.currency) == whole:
            return label
        return f"{label} pour {self.amount_in_words}"

    @property
    def amount_in_words(self):
        return "" if self.amount is None else amount_in_words(self.amount, self.currency)
