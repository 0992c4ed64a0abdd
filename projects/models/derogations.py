"""An exception to a rule: for which row, why, by whom. Never rewritten."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.models.visibility import OfTheDelegation
from correspondents.records.fields import account, foreign_key, optional_key
from correspondents.records.tracking import tracked

from .applications import Application
from .fields import OPTIONAL
from .instalments import Instalment
from .reports import Report
from .triggers import frozen, refusing

SAY_WHY = "Dites pourquoi : la raison est obligatoire, et gardée avec la dérogation."


class DerogationQuerySet(OfTheDelegation):
    def of_dossiers(self):
        """The derogations about a whole dossier, neither about a payment nor about a report."""
        return self.filter(instalment__isnull=True, report__isnull=True)

    def grant(self, application, rule, *, reason, by, **about):
        """Record one; `about` is its instalment, or its report and `until`. Raises
        ValidationError."""
        row = self.model(
            application=application,
            rule=rule,
            reason=reason.strip(),
            granted_by=by,
            granted_by_name=by.signature,
            **about,
        )
        row.full_clean()
        row.save()
        return row


@tracked()
class Derogation(models.Model):
    """« Dérogation » : the base lets through what one of its rules would refuse.

    `until` is the last day of one about a report that is accepted though it is not whole.
    """

    class Rule(models.TextChoices):
        WITHOUT_OPINION = "without_opinion", "décision sans l’avis du poste"
        OVER_ENVELOPE = "over_envelope", "enveloppe dépassée"
        MISSING_REPORTS = "missing_reports", "comptes rendus antérieurs manquants"
        PAYMENT = "payment", "tranche versée sans son compte rendu"
        PARTIAL_REPORT = "partial_report", "compte rendu partiel accepté"

    OF_DOSSIERS = (Rule.WITHOUT_OPINION, Rule.OVER_ENVELOPE, Rule.MISSING_REPORTS)

    application = foreign_key(Application, "derogations")
    rule = models.CharField("règle", max_length=15, choices=Rule)
    instalment = optional_key(Instalment, "derogations")
    report = optional_key(Report, "derogations")
    until = models.DateField("jusqu’au", **OPTIONAL)
    reason = models.CharField("raison", max_length=500, error_messages={"blank": SAY_WHY})
    granted_at = models.DateTimeField("accordée le", default=timezone.now, editable=False)
    granted_by = account("accordée par", editable=False)
    granted_by_name = models.CharField("nom", max_length=160, editable=False)

    objects = DerogationQuerySet.as_manager()

    class Meta:
        verbose_name = "dérogation"
        ordering = ["granted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rule"],
                condition=Q(instalment__isnull=True, report__isnull=True),
                name="one_derogation_of_a_rule",
                violation_error_message="Cette dérogation est déjà accordée au dossier.",
            ),
            models.UniqueConstraint(
                fields=["instalment"],
                name="one_derogation_of_an_instalment",
                violation_error_message="Cette tranche a déjà une dérogation.",
            ),
            models.CheckConstraint(
                name="derogation_says_why_and_by_whom",
                condition=~Q(reason="") & ~Q(granted_by_name=""),
                violation_error_message=SAY_WHY,
            ),
            models.CheckConstraint(
                name="derogation_is_about_what_it_says",
                condition=Q(rule="payment", instalment__isnull=False, report__isnull=True)
                | Q(rule="partial_report", instalment__isnull=True, report__isnull=False)
                | ~Q(rule__in=["payment", "partial_report"])
                & Q(instalment__isnull=True, report__isnull=True),
                violation_error_message="Cette dérogation ne porte pas sur ce qu’elle dit.",
            ),
            models.CheckConstraint(
                name="partial_report_has_its_last_day",
                condition=Q(rule="partial_report", until__isnull=False)
                | ~Q(rule="partial_report") & Q(until__isnull=True),
                violation_error_message="Un compte rendu partiel est accepté jusqu’à un jour.",
            ),
        ]
        triggers = [
            frozen(
                "is_not_rewritten",
                "Une dérogation accordée ne se réécrit pas.",
                pgtrigger.UpdateOf(
                    "application_id",
                    "rule",
                    "instalment_id",
                    "report_id",
                    "until",
                    "reason",
                    "granted_at",
                    "granted_by_name",
                )
                | pgtrigger.Delete,
            ),
            refusing(
                "is_about_its_dossier",
                pgtrigger.Insert,
                "Une dérogation porte sur une tranche ou un compte rendu du dossier.",
                """NOT EXISTS (
                    SELECT 1 FROM projects_grant subsidy
                    JOIN projects_decision decision ON decision.id = subsidy.decision_id
                    WHERE decision.application_id = NEW.application_id AND subsidy.id IN (
                        (SELECT grant_id FROM projects_instalment WHERE id = NEW.instalment_id),
                        (SELECT grant_id FROM projects_report WHERE id = NEW.report_id)))""",
                condition="NEW.instalment_id IS NOT NULL OR NEW.report_id IS NOT NULL",
            ),
        ]

    def __str__(self):
        return f"{self.get_rule_display()} : {self.reason}"
