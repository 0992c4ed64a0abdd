"""Columns that several tables have, and the rules of their values."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

YEARS = (2000, 2100)
# A column that may stay empty.
OPTIONAL = {"null": True, "blank": True}


def year_field():
    validators = [MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])]
    return models.PositiveSmallIntegerField("année", validators=validators)


def likely_year(name, subject="L’année"):
    """The constraint of a `year_field`."""
    return models.CheckConstraint(
        name=name,
        condition=Q(year__range=YEARS),
        violation_error_message=f"{subject} va de {YEARS[0]} à {YEARS[1]}.",
    )


class Reminder(models.Model):
    """« Relance » : a mail about a deadline; `step` is in days from it, once each."""

    step = models.SmallIntegerField("rappel, jours après l’échéance")
    sent_on = models.DateField("le")

    class Meta:
        abstract = True
        ordering = ["sent_on", "id"]

    def __str__(self):
        return f"relance J{self.step:+d}"
