"""Amounts and shares: an amount keeps its currency, a share is a percentage."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format

from atlas.models import Agreement

from .fields import OPTIONAL

Currency = Agreement.Currency


def amount_field(label, **options):
    """Units of the currency of the row, two decimals, not negative: 12 digits before the point."""
    options = {"max_digits": 14, "decimal_places": 2, **options}
    return models.DecimalField(label, validators=[MinValueValidator(0)], **options)


def currency_field():
    return models.CharField("monnaie", max_length=3, choices=Currency, default=Currency.EUR)


def percent_field(label, help_text):
    """A share in percent, 0 to 100; None means that there is no such rule."""
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        **OPTIONAL,
        help_text=f"{help_text} En pourcentage ; vide : pas de règle.",
    )


def positive(name, field="amount"):
    """The constraint of an amount that is one."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__gt": 0}),
        violation_error_message="Un montant est plus grand que zéro.",
    )


SIGNS = {"EUR": "€"}  # those that everybody reads; the others keep their code


def amount_in_words(amount, currency):
    """« 12 000 € », « 12 000,50 € », « 300 000 XOF »."""
    cents = 0 if amount == int(amount) else 2
    number = number_format(amount, cents, force_grouping=True)
    return f"{number}\N{NO-BREAK SPACE}{SIGNS.get(currency, currency)}"


def not_to_come(day):
    """Raises ValidationError, in French, for a day that has not come yet."""
    if day > timezone.localdate():
        raise ValidationError("Ce jour n’est pas encore venu : donnez celui où cela s’est passé.")
