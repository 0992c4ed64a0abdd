"""Conventions: their signature, their transmission to the préfet, their amounts."""

from django.db import models
from django.db.models import Q

from atlas.partialdates import PartialDateField, in_words, is_not_before, is_partial_date
from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .partnerships import Partnership

SIGNED_STAYS = "Une convention signée ne se supprime pas"
UNSIGNED = "Sans jour de signature, la convention n’est pas publique."


class AgreementQuerySet(models.QuerySet):
    def signed(self):
        """Those that the public may read: a convention without the day of its signature is none."""
        return self.exclude(signed_on="")


@tracked()
class Agreement(models.Model):
    """A convention of a partnership, in force once transmitted to the préfet (CGCT L1115-1)."""

    class Currency(models.TextChoices):
        EUR = "EUR", "euro"
        XOF = "XOF", "franc CFA (UEMOA)"
        XAF = "XAF", "franc CFA (CEMAC)"
        CAD = "CAD", "dollar canadien"
        USD = "USD", "dollar des États-Unis"
        MAD = "MAD", "dirham marocain"

    partnership = foreign_key(Partnership, "agreements", models.CASCADE)
    object = models.CharField("objet", max_length=300)
    signed_on = PartialDateField("signée le")
    transmitted_on = PartialDateField("transmise au préfet le")
    ends_on = PartialDateField("prend fin le")
    amount = models.DecimalField("montant", max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField("monnaie", max_length=3, choices=Currency, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        ordering = ["-signed_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_dates_are_partial_dates",
                condition=is_partial_date("signed_on")
                & is_partial_date("transmitted_on")
                & is_partial_date("ends_on"),
                violation_error_message="Une date s’écrit 2019, 2019-05 ou 2019-05-03.",
            ),
            models.CheckConstraint(
                name="agreement_is_transmitted_once_signed",
                condition=Q(transmitted_on="")
                | (~Q(signed_on="") & Q(is_not_before("transmitted_on", "signed_on"))),
                violation_error_message="Une convention est transmise au préfet une fois signée.",
            ),
            models.CheckConstraint(
                name="agreement_ends_after_its_signature",
                condition=Q(ends_on="")
                | Q(signed_on="")
                | Q(is_not_before("ends_on", "signed_on")),
                violation_error_message="Une convention prend fin après sa signature.",
            ),
            models.CheckConstraint(
                name="amount_has_its_currency",
                condition=Q(amount__isnull=True, currency="") | Q(amount__gte=0) & ~Q(currency=""),
                violation_error_message="Un montant est positif et a sa monnaie, "
                "et une monnaie a son montant.",
            ),
        ]

    def __str__(self):
        return self.object

    @property
    def signed_in_words(self):
        return in_words(self.signed_on)
