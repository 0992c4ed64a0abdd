"""« Subvention » : the money of a retained dossier, year by year. No bank details."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from correspondents.models import Coverage
from correspondents.records.fields import foreign_key
from correspondents.records.refusals import spoken
from correspondents.records.tracking import tracked

from .checked import write_checked
from .decisions import Decision
from .fields import OPTIONAL, likely_year, year_field
from .money import amount_field, amount_in_words, currency_field, not_to_come, positive
from .triggers import before, written

BELOW_ITS_PLAN = (
    "Ses années ou ses tranches dépasseraient la subvention : baissez-les d’abord, puis le montant."
)
SIRET = RegexValidator(r"^\d{14}\Z", "Un SIRET a quatorze chiffres.")


def within_the_grant(name, table, columns):
    """The trigger of rows of a grant: the sum of each column stays within the grant."""
    over = " OR ".join(f"coalesce(sum(row.{column}), 0) > subsidy.amount" for column in columns)
    return pgtrigger.Trigger(
        # After: the row itself is in the sum. Two writers wait for each other at the grant's row.
        name=name,
        when=pgtrigger.After,
        operation=written("grant_id", *columns),
        func=f"""
        PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM projects_grant subsidy
                   JOIN {table} row ON row.grant_id = subsidy.id
                   WHERE subsidy.id = NEW.grant_id
                   GROUP BY subsidy.id, subsidy.amount HAVING {over})
        THEN {spoken("Le total dépasse le montant de la subvention.")}
        END IF;
        RETURN NULL;
        """,
    )


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the delegation; for a post, the grants in the countries that it serves today."""
        if not user.is_authenticated or not (user.is_delegation or user.post_id):
            return self.none()
        if user.is_delegation:
            return self
        served = Coverage.objects.countries_of(user.post_id)
        # A subquery: a project in two of its countries is one row.
        return self.filter(
            pk__in=self.model.objects.filter(decision__application__countries__in=served)
        )

    def running(self, on=None):
        """The grants whose project has begun and is not over, on the day."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on, abandoned_on__isnull=True)

    def with_state(self, on=None):
        """Adds `state`: coming, running, settling (over, something left to pay), settled,
        abandoned."""
        on = on or timezone.localdate()
        unpaid = self.model.instalments.rel.related_model.objects.filter(
            grant=OuterRef("pk"), paid_on__isnull=True
        )
        return self.annotate(
            state=Case(
                When(abandoned_on__isnull=False, then=Value("abandoned")),
                When(starts_on__gt=on, then=Value("coming")),
                When(ends_on__gte=on, then=Value("running")),
                When(Exists(unpaid), then=Value("settling")),
                default=Value("settled"),
            )
        )

    def whole(self):
        """With the dossier, its sides, its call."""
        return self.select_related(
            "decision__application__call",
            "decision__application__lead",
            "decision__application__partner__country",
        )


@tracked()
class Grant(models.Model):
    """The subsidy of a retained dossier; its project runs until `ends_on`, included."""

    STATES = {
        "coming": "à venir",
        "running": "en cours",
        "settling": "terminée, à solder",
        "settled": "soldée",
        "abandoned": "abandonnée",
    }

    decision = models.OneToOneField(
        Decision,
        models.PROTECT,
        verbose_name="décision",
        related_name="grant",
        error_messages={"unique": "Cette décision a déjà sa subvention."},
    )
    number = models.CharField(
        "numéro",
        max_length=40,
        unique=True,
        error_messages={"unique": "Une subvention a déjà ce numéro."},
    )
    amount = amount_field("montant")
    currency = currency_field()
    siret = models.CharField("SIRET du bénéficiaire", max_length=14, blank=True, validators=[SIRET])
    commitment_number = models.CharField("engagement juridique (Chorus)", max_length=40, blank=True)
    contact_email = models.EmailField(
        "à qui écrire",
        blank=True,
        help_text="Une adresse de service : les rappels des comptes rendus y vont.",
    )
    starts_on = models.DateField("début du projet")
    ends_on = models.DateField("fin du projet")
    abandoned_on = models.DateField("abandonné le", **OPTIONAL)
    abandoned_because = models.CharField("raison de l’abandon", max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "subvention"
        ordering = ["-starts_on", "number"]
        constraints = [
            positive("grant_is_positive"),
            models.CheckConstraint(
                name="project_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="La fin du projet suit son début.",
            ),
            models.CheckConstraint(
                name="siret_has_fourteen_digits",
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                violation_error_message="Un SIRET a quatorze chiffres.",
            ),
            models.CheckConstraint(
                name="abandoned_grant_says_why",
                condition=Q(abandoned_on__isnull=True, abandoned_because="")
                | Q(abandoned_on__isnull=False) & ~Q(abandoned_because=""),
                violation_error_message="Dites quel jour et pourquoi le projet est abandonné.",
            ),
        ]
        triggers = [
            before(
                "follows_a_decision",
                written("decision_id", "amount", "currency"),
                func=f"""
                IF NOT projects_may_be_granted(NEW.decision_id) THEN {
                    spoken("Une subvention suit un dossier retenu, le procès-verbal arrêté.")
                }
                END IF;
                IF EXISTS (SELECT 1 FROM projects_decision
                           WHERE id = NEW.decision_id
                               AND (currency <> NEW.currency OR amount < NEW.amount))
                THEN {
                    spoken(
                        "La subvention dépasse ce que le comité a retenu, ou n’est pas dans "
                        "sa monnaie."
                    )
                }
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="covers_its_plan",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("amount"),
                condition=pgtrigger.Condition("NEW.amount < OLD.amount"),
                func=f"""
                IF NEW.amount < (SELECT greatest(sum(committed), sum(paid))
                                 FROM projects_grantyear WHERE grant_id = NEW.id)
                    OR NEW.amount < (SELECT sum(amount)
                                     FROM projects_instalment WHERE grant_id = NEW.id)
                THEN {spoken(BELOW_ITS_PLAN)}
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"subvention {self.number}"

    @property
    def application(self):
        return self.decision.application

    @property
    def amount_in_words(self):
        return amount_in_words(self.amount, self.currency)

    @property
    def state_in_words(self):
        """« en cours », « soldée » …: needs `with_state()`."""
        return self.STATES[self.state]

    @property
    def address(self):
        """The address of reminders: its own, else the one of the dossier; "" without."""
        return self.contact_email or self.application.contact_email

    def abandon(self, *, on, because):
        """Stop the project: it has no more payments and no more reports. Raises
        ValidationError."""
        not_to_come(on)
        if self.abandoned_on:
            raise ValidationError("Le projet est déjà abandonné.")
        write_checked(self, abandoned_on=on, abandoned_because=because.strip())


@tracked()
class GrantYear(models.Model):
    """The commitment (« AE ») and the payment (« CP ») of a grant in a year, in its currency."""

    grant = foreign_key(Grant, "years", models.CASCADE)
    year = year_field()
    committed = amount_field("AE", default=0)
    paid = amount_field("CP", default=0)

    class Meta:
        verbose_name = "année d’une subvention"
        verbose_name_plural = "années d’une subvention"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "year"],
                name="one_line_of_a_year",
                violation_error_message="La subvention a déjà une ligne pour cette année.",
            ),
            likely_year("grant_year_is_likely"),
            models.CheckConstraint(
                name="year_amounts_are_not_negative",
                condition=Q(committed__gte=0, paid__gte=0),
                violation_error_message="Les montants d’une année ne sont pas négatifs.",
            ),
        ]
        triggers = [
            within_the_grant("is_within_the_grant", "projects_grantyear", ["committed", "paid"])
        ]

    def __str__(self):
        return str(self.year)
