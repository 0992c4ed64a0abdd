"""The parts of a call: countries, ceilings, envelopes, rates, pieces, criteria."""

from decimal import Decimal

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format

from correspondents.models import Country
from correspondents.records.fields import foreign_key
from correspondents.records.refusals import spoken
from correspondents.records.tracking import tracked

from .calls import Call
from .money import Currency, amount_field, amount_in_words, currency_field, positive
from .triggers import before

COUNTED = (
    "Des dossiers sont retenus sur cette enveloppe et ces taux : l’enveloppe ne baisse plus, les "
    "taux ne changent plus."
)


def stays_once_counted(condition, *columns):
    """The trigger of an amount that decisions were checked against: it stays."""
    return before(
        "stays_once_counted",
        pgtrigger.UpdateOf("call_id", "currency", *columns) | pgtrigger.Delete,
        func=f"""
        IF (TG_OP = 'DELETE' OR {condition}) AND EXISTS (
            SELECT 1 FROM projects_decision decision
            JOIN projects_committee committee ON committee.id = decision.committee_id
            WHERE committee.call_id = OLD.call_id AND decision.outcome = 'retained')
        THEN {spoken(COUNTED)}
        END IF;
        RETURN COALESCE(NEW, OLD);
        """,
    )


class Ranked(models.Model):
    """One line of a list of the call, in the order of `rank`."""

    name = models.CharField("intitulé", max_length=160)
    help = models.CharField("précision", max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField("rang", default=1)

    class Meta:
        abstract = True
        ordering = ["rank", "id"]

    def __str__(self):
        return self.name


@tracked()
class CallCountry(models.Model):
    """A country that the call is open to, or excludes; `tier` names its ceiling."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="call_countries")
    country = foreign_key(Country, "call_countries")
    is_excluded = models.BooleanField("exclu", default=False)
    tier = models.CharField(
        "catégorie", max_length=40, blank=True, help_text="Celle d’un plafond de l’appel."
    )

    class Meta:
        verbose_name = "pays de l’appel"
        verbose_name_plural = "pays de l’appel"
        ordering = ["country__name_norm"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "country"],
                name="a_country_once_in_a_call",
                violation_error_message="Ce pays est déjà dans l’appel.",
            ),
            models.CheckConstraint(
                name="excluded_country_has_no_tier",
                condition=Q(is_excluded=False) | Q(tier=""),
                violation_error_message="Un pays exclu n’a pas de catégorie de plafond.",
            ),
        ]

    def __str__(self):
        return str(self.country)


@tracked()
class Ceiling(models.Model):
    """The highest amount, in a currency, for a dossier in the countries of a tier."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="ceilings")
    tier = models.CharField(
        "catégorie", max_length=40, blank=True, help_text="Vide : les pays sans catégorie."
    )
    amount = amount_field("plafond")
    currency = currency_field()

    class Meta:
        verbose_name = "plafond"
        ordering = ["tier", "currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "tier", "currency"],
                name="one_ceiling_of_a_tier",
                violation_error_message="Cette catégorie a déjà un plafond dans cette monnaie.",
            ),
            positive("ceiling_is_positive"),
        ]

    def __str__(self):
        amount = amount_in_words(self.amount, self.currency)
        return f"{self.tier or 'sans catégorie'} : {amount}"


@tracked()
class Envelope(models.Model):
    """The money of the call in a currency: a joint fund has several."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="envelopes")
    amount = amount_field("enveloppe")
    currency = currency_field()
    is_public = models.BooleanField("publiée", default=False)

    class Meta:
        verbose_name = "enveloppe"
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "currency"],
                name="one_envelope_of_a_currency",
                violation_error_message="L’appel a déjà une enveloppe dans cette monnaie.",
            ),
            positive("envelope_is_positive"),
        ]
        triggers = [
            stays_once_counted(
                "NEW.amount < OLD.amount OR NEW.currency <> OLD.currency"
                " OR NEW.call_id <> OLD.call_id",
                "amount",
            )
        ]

    def __str__(self):
        return amount_in_words(self.amount, self.currency)


@tracked()
class RequiredPiece(Ranked):
    """A piece that a dossier joins."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="required_pieces")
    is_required = models.BooleanField("obligatoire", default=True)

    class Meta(Ranked.Meta):
        verbose_name = "pièce à joindre"
        verbose_name_plural = "pièces à joindre"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name"],
                name="one_piece_of_a_name",
                violation_error_message="L’appel demande déjà une pièce de ce nom.",
            ),
        ]


@tracked()
class Criterion(Ranked):
    """A line of the grid that opinions and the committee fill."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")

    class Meta(Ranked.Meta):
        verbose_name = "critère"
        verbose_name_plural = "critères"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name"],
                name="one_criterion_of_a_name",
                violation_error_message="L’appel a déjà un critère de ce nom.",
            ),
        ]


@tracked()
class ExchangeRate(models.Model):
    """The units of a currency that the call counts for one euro, with their day and source."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="exchange_rates")
    currency = models.CharField("monnaie", max_length=3, choices=Currency)
    per_euro = models.DecimalField(
        "unités pour un euro",
        max_digits=14,
        decimal_places=6,
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
    on = models.DateField("au", help_text="Le jour du taux.")
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "taux de change"
        verbose_name_plural = "taux de change"
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "currency"],
                name="one_rate_of_a_currency",
                violation_error_message="L’appel a déjà un taux pour cette monnaie.",
            ),
            models.CheckConstraint(
                name="rate_is_that_of_another_currency",
                condition=~Q(currency="EUR") & Q(per_euro__gt=0),
                violation_error_message="Un taux est plus grand que zéro, d’une autre monnaie que "
                "l’euro.",
            ),
        ]
        triggers = [
            stays_once_counted(
                "(NEW.per_euro, NEW.currency, NEW.call_id)"
                " IS DISTINCT FROM (OLD.per_euro, OLD.currency, OLD.call_id)",
                "per_euro",
            )
        ]

    def __str__(self):
        return f"1 EUR = {number_format(self.per_euro.normalize())} {self.currency}"
