"""What a committee decides of a dossier: only once its posts were heard, within the envelope."""

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.history import tracked
from correspondents.writing import spoken

from .applications import Application
from .committees import Committee, stays_once_closed
from .money import amount_field, amount_in_words, currency_field
from .versions import ApplicationVersion

PARIS_DAY = "(NEW.decided_at AT TIME ZONE 'Europe/Paris')::date"
WRITTEN = (
    "committee_id",
    "application_id",
    "outcome",
    "amount",
    "currency",
    "rank",
    "reason",
    "version_id",
    "decided_at",
)


def derogates(rule):
    """SQL: somebody has recorded why this rule does not hold for the dossier."""
    return (
        "EXISTS (SELECT 1 FROM projects_derogation WHERE application_id = NEW.application_id"
        f" AND rule = '{rule}')"
    )


def decision_rule(name, func, *, declare=None, condition=None):
    """A trigger that refuses a decision; a notification moves none of what it reads."""
    options = {"condition": pgtrigger.Condition(condition)} if condition else {}
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*WRITTEN),
        declare=declare,
        func=func,
        **options,
    )


# The envelope of the decision's own currency, else the one in euros, by the rates of the call.
ENVELOPE = f"""
    SELECT call_id INTO of_call FROM projects_committee WHERE id = NEW.committee_id;
    -- Two decisions at once wait for each other: the second one sees the first.
    PERFORM 1 FROM projects_call WHERE id = of_call FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT 1 FROM projects_envelope WHERE call_id = of_call) THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(max(currency) FILTER (WHERE currency = NEW.currency), 'EUR') INTO counted_in
    FROM projects_envelope WHERE call_id = of_call;
    SELECT max(amount) INTO most FROM projects_envelope
    WHERE call_id = of_call AND currency = counted_in;
    SELECT sum(row.amount / rate.per_euro), bool_or(rate.per_euro IS NULL)
    INTO spent, is_unknown
    FROM (
        SELECT NEW.amount AS amount, NEW.currency AS currency
        UNION ALL
        SELECT other.amount, other.currency FROM projects_decision other
        JOIN projects_committee met ON met.id = other.committee_id AND met.call_id = of_call
        WHERE other.outcome = 'retained' AND other.id IS DISTINCT FROM NEW.id
    ) row
    LEFT JOIN projects_envelope own ON own.call_id = of_call AND own.currency = row.currency
    LEFT JOIN LATERAL (
        SELECT 1::numeric AS per_euro WHERE row.currency = counted_in
        UNION ALL
        SELECT per_euro FROM projects_exchangerate
        WHERE call_id = of_call AND currency = row.currency AND row.currency <> counted_in
    ) rate ON true
    WHERE coalesce(own.currency, 'EUR') = counted_in;
    IF {derogates("over_envelope")} THEN
        RETURN NEW;
    ELSIF most IS NULL OR is_unknown THEN
        {spoken("L’appel n’a ni enveloppe ni taux dans cette monnaie : donnez l’un ou l’autre.")}
    ELSIF spent > most THEN
        {
    spoken(
        "L’enveloppe de l’appel serait dépassée : baissez un montant, ou gardez une "
        "dérogation avec sa raison."
    )
}
    END IF;
    RETURN NEW;
"""


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The delegation's alone, until the results are public."""
        return self if user.is_authenticated and user.is_delegation else self.none()

    def final(self):
        """Those that settle their dossier for good."""
        return self.filter(outcome__in=Decision.FINAL)

    def retained(self):
        return self.filter(outcome=Decision.Outcome.RETAINED)

    def published(self):
        """The projects that anybody may read about: retained, their results announced, in a call
        that is public; never those of a sensitive partnership."""
        announced = self.retained().filter(
            committee__results_at__isnull=False,
            application__call__published_at__isnull=False,
            application__withdrawn_on__isnull=True,
        )
        return announced.exclude(application__partnership__is_sensitive=True)


@tracked()
class Decision(models.Model):
    """What a committee says of a dossier, on the version that it read.

    The base refuses it without the opinions that were asked for (or their deadline past), above
    the envelope, to who owes earlier reports: unless a `Derogation` says why.
    """

    class Outcome(models.TextChoices):
        RETAINED = "retained", "retenu"
        RESERVE = "reserve", "liste complémentaire"
        ADJOURNED = "adjourned", "ajourné"
        REJECTED = "rejected", "non retenu"

    FINAL = (Outcome.RETAINED, Outcome.REJECTED)

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name="comité", related_name="decisions"
    )
    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name="dossier", related_name="decisions"
    )
    outcome = models.CharField("décision", max_length=9, choices=Outcome)
    amount = amount_field("montant", null=True, blank=True, validators=[MinValueValidator(0)])
    currency = currency_field(default="EUR")
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    reason = models.TextField(
        "motif", max_length=2000, blank=True, help_text="Le porteur le lit : il est notifié."
    )
    version = models.ForeignKey(
        ApplicationVersion,
        models.PROTECT,
        verbose_name="prise sur",
        related_name="decisions",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("prise le", default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="écrite par",
        related_name="+",
        null=True,
        editable=False,
    )

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
            decision_rule(
                "is_taken_by_its_committee",
                f"""
                IF NOT EXISTS (
                    SELECT 1 FROM projects_committee committee
                    JOIN projects_application dossier ON dossier.call_id = committee.call_id
                    WHERE committee.id = NEW.committee_id AND dossier.id = NEW.application_id)
                THEN {spoken("Un comité décide des dossiers de son appel.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_committee
                           WHERE id = NEW.committee_id AND held_on > {PARIS_DAY})
                THEN {spoken("Le comité ne s’est pas encore réuni : il n’a rien décidé.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_application
                           WHERE id = NEW.application_id AND withdrawn_on IS NOT NULL)
                THEN {spoken("Ce dossier a été retiré : il n’y a plus à décider.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_decision
                           WHERE application_id = NEW.application_id
                               AND id IS DISTINCT FROM NEW.id
                               AND outcome IN ('retained', 'rejected'))
                THEN {spoken("Un autre comité a déjà retenu ou refusé ce dossier.")}
                END IF;
                IF EXISTS (SELECT 1 FROM projects_applicationversion
                           WHERE id = NEW.version_id AND application_id <> NEW.application_id)
                THEN {spoken("Une décision porte sur une version de son dossier.")}
                END IF;
                RETURN NEW;
                """,
            ),
            decision_rule(
                # The rule of the founding text: the post is heard before the selection.
                "waits_for_the_posts",
                f"""
                IF NOT {derogates("without_opinion")} AND (
                    NOT EXISTS (SELECT 1 FROM projects_opinionrequest
                                WHERE application_id = NEW.application_id
                                    AND revoked_at IS NULL)
                    OR EXISTS (
                        SELECT 1 FROM projects_opinionrequest asked
                        JOIN projects_opinionbatch batch ON batch.id = asked.batch_id
                        WHERE asked.application_id = NEW.application_id
                            AND asked.revoked_at IS NULL AND batch.due_on >= {PARIS_DAY}
                            AND NOT EXISTS (SELECT 1 FROM projects_opinion
                                            WHERE request_id = asked.id
                                                AND validated_at IS NOT NULL)))
                THEN {
                    spoken(
                        "Pas de décision sans l’avis du poste : saisissez-le, attendez "
                        "l’échéance, ou gardez une dérogation avec sa raison."
                    )
                }
                END IF;
                RETURN NEW;
                """,
            ),
            decision_rule(
                "fits_the_envelope",
                ENVELOPE,
                condition="NEW.outcome = 'retained'",
                declare=[
                    ("of_call", "bigint"),
                    ("counted_in", "text"),
                    ("most", "numeric"),
                    ("spent", "numeric"),
                    ("is_unknown", "boolean"),
                ],
            ),
            decision_rule(
                "asks_no_more_than_the_dossier",
                f"""
                IF EXISTS (SELECT 1 FROM projects_application
                           WHERE id = NEW.application_id AND currency = NEW.currency
                               AND requested < NEW.amount)
                THEN {spoken("Un dossier n’est pas retenu pour plus que ce qu’il demande.")}
                END IF;
                RETURN NEW;
                """,
                condition="NEW.amount IS NOT NULL",
            ),
            decision_rule(
                "follows_the_former_reports",
                f"""
                IF NOT {derogates("missing_reports")} AND EXISTS (
                    SELECT 1 FROM projects_application mine
                    JOIN projects_application former ON former.lead_id = mine.lead_id
                        AND former.id <> mine.id
                    JOIN projects_decision of_former ON of_former.application_id = former.id
                    JOIN projects_grant subsidy ON subsidy.decision_id = of_former.id
                        AND subsidy.abandoned_on IS NULL
                    JOIN projects_report report ON report.grant_id = subsidy.id
                        AND report.due_on < {PARIS_DAY}
                        AND (report.technical_on IS NULL OR report.financial_on IS NULL)
                    WHERE mine.id = NEW.application_id AND NOT EXISTS (
                        SELECT 1 FROM projects_derogation
                        WHERE report_id = report.id AND until >= {PARIS_DAY}))
                THEN {
                    spoken(
                        "Il manque des comptes rendus de projets antérieurs de la "
                        "collectivité : le dossier n’est pas recevable, sauf dérogation."
                    )
                }
                END IF;
                RETURN NEW;
                """,
                condition="NEW.outcome = 'retained'",
            ),
        ]

    def __str__(self):
        return f"{self.application} : {self.in_words}"

    @property
    def in_words(self):
        """« retenu », « retenu pour 8 000,00 EUR », « liste complémentaire, rang 2 »."""
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
