"""« Tranche » : a payment of a grant, each against its report."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.records.fields import foreign_key, optional_key
from correspondents.records.refusals import spoken
from correspondents.records.tracking import tracked

from .fields import OPTIONAL, likely_year, year_field
from .functions import WaitsForItsReport
from .grants import Grant, within_the_grant
from .money import amount_field, amount_in_words, not_to_come, positive
from .reports import Report
from .triggers import before, frozen, refusing, written


class InstalmentQuerySet(models.QuerySet):
    def payable(self, on=None):
        """The instalments to pay on the day: their year has come, their report is accepted
        or a derogation stands, the project goes on."""
        on = on or timezone.localdate()
        return self.filter(
            ~Q(WaitsForItsReport("pk", "report", on)),
            paid_on__isnull=True,
            year__lte=on.year,
            grant__abandoned_on__isnull=True,
        )


@tracked()
class Instalment(models.Model):
    """A payment in a year, in the currency of the grant, once `report` is accepted.

    The first one waits for no report. A derogation pays one without it, or on a part of it.
    """

    grant = foreign_key(Grant, "instalments")
    rank = models.PositiveSmallIntegerField("rang")
    year = year_field()
    amount = amount_field("montant")
    report = optional_key(
        Report,
        "instalments",
        verbose_name="contre le compte rendu",
        help_text="Vide : dès la signature.",
    )
    paid_on = models.DateField("versée le", **OPTIONAL)
    payment_number = models.CharField("demande de paiement (Chorus)", max_length=40, blank=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tranche"
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "rank"],
                name="one_instalment_of_a_rank",
                violation_error_message="La subvention a déjà une tranche de ce rang.",
            ),
            positive("instalment_is_positive"),
            likely_year("instalment_year_is_likely"),
        ]
        triggers = [
            within_the_grant("is_within_the_grant", "projects_instalment", ["amount"]),
            refusing(
                "is_of_the_grant_of_its_report",
                written("grant_id", "report_id"),
                "Une tranche attend un compte rendu de sa subvention.",
                """EXISTS (SELECT 1 FROM projects_report
                           WHERE id = NEW.report_id AND grant_id <> NEW.grant_id)""",
            ),
            before(
                "is_paid_against_its_report",
                written("paid_on", "report_id"),
                condition="NEW.paid_on IS NOT NULL",
                func=f"""
                IF projects_waits_for_its_report(NEW.id, NEW.report_id, NEW.paid_on) THEN {
                    spoken(
                        "Cette tranche attend son compte rendu, accepté : acceptez-le, ou "
                        "gardez une dérogation avec sa raison."
                    )
                }
                END IF;
                IF EXISTS (SELECT 1 FROM projects_grant
                           WHERE id = NEW.grant_id AND abandoned_on <= NEW.paid_on)
                THEN {spoken("Le projet est abandonné : rien n’est plus versé.")}
                END IF;
                RETURN NEW;
                """,
            ),
            frozen("stays_once_paid", "Une tranche versée ne se modifie plus.", once="paid_on"),
        ]

    def __str__(self):
        return f"tranche {self.rank}, {self.year}"

    @property
    def amount_in_words(self):
        return amount_in_words(self.amount, self.grant.currency)

    def pay(self, *, on, number):
        """Note its payment, under its number in Chorus. Raises ValidationError; the base refuses
        while the report that it waits for is not accepted."""
        not_to_come(on)
        if not number.strip():
            raise ValidationError("Donnez le numéro de la demande de paiement (Chorus).")
        self.paid_on, self.payment_number = on, number.strip()
        self.save(update_fields=["paid_on", "payment_number"])
