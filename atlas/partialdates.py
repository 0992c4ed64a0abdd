"""Dates as the field knows them: a year, a month of a year, or a day."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least, Left, Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.formats import date_format

from correspondents.imports.moments import in_iso_order

PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
HOW = "Écrivez une année (2019), un mois (2019-05) ou un jour (2019-05-03)."
TYPED = "Une année (2019), un mois (mai 2019 ou 05/2019) ou un jour (3 mai 2019)."


def first_day(text):
    """The first day that the text may mean; raises ValueError when it means none."""
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not text.isascii():
        raise ValueError(text)
    numbers = [int(part) for part in parts]
    return date(*numbers, *[1] * (3 - len(numbers)))


def validate_partial_date(text):
    try:
        first_day(text)
    except ValueError:
        raise ValidationError(f"« {text} » n’est pas une date. {HOW}") from None


def in_words(text):
    """« 2019 », « mai 2019 » or « 3 mai 2019 », as precise as it is known; no date as it is."""
    try:
        return date_format(first_day(text), ("Y", "F Y", "j F Y")[text.count("-")])
    except ValueError:
        return text


class TypedPartialDate(forms.CharField):
    """A partial date as people write it: « mai 2019 », « 05/2019 », « 3 mai 2019 », « 2019 »."""

    def prepare_value(self, value):
        return in_words(value or "")

    def to_python(self, value):
        return in_iso_order(super().to_python(value))


class PartialDateField(models.CharField):
    """A text: 2019, 2019-05 or 2019-05-03, empty when unknown."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **options):
        options = {"max_length": 10, "blank": True, "help_text": HOW, **options}
        super().__init__(*args, **options)

    def formfield(self, **options):
        typed = {"form_class": TypedPartialDate, "max_length": 20, "help_text": TYPED}
        return super().formfield(**typed | options)

    def in_words(self, text):
        return in_words(text)


def is_partial_date(name):
    """The condition that a column holds one, or nothing."""
    return Q(**{name: ""}) | Q(**{f"{name}__regex": PATTERN})


def comes_before(one, other):
    """Whether a date stands before another, as far as both are known."""
    precision = min(len(one), len(other))
    return one[:precision] < other[:precision]


def is_not_before(name, other):
    """The condition that a date does not stand before another, as far as both are known."""
    precision = Least(Length(F(name)), Length(F(other)))
    return GreaterThanOrEqual(Left(F(name), precision), Left(F(other), precision))
