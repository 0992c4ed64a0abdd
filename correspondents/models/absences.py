"""Absences, and those who answer meanwhile: summers are long at a post."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from correspondents.records.fields import optional_key
from correspondents.records.tracking import tracked

from .people_querysets import DateRange
from .visibility import OfAPost

IN_DISORDER = "Le dernier jour d’absence précède le premier."


class AbsenceQuerySet(OfAPost):
    post_path = "correspondent__post"

    def current(self, on=None):
        """Those that cover the day (today when not given)."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def coming(self):
        """Those that have not ended."""
        return self.filter(ends_on__gte=timezone.localdate())


@tracked()
class Absence(models.Model):
    """A correspondent is away, first and last day included; a colleague of the post stands in."""

    correspondent = models.ForeignKey(
        "Correspondent", models.CASCADE, verbose_name="personne absente", related_name="absences"
    )
    starts_on = models.DateField("premier jour d’absence")
    ends_on = models.DateField("dernier jour d’absence")
    stand_in = optional_key(
        "Correspondent",
        "stood_in",
        models.SET_NULL,
        verbose_name="intérim assuré par",
        help_text="Vide : la boîte du poste répond.",
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=IN_DISORDER,
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_oneself",
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("correspondent")),
                violation_error_message="L’intérim est assuré par quelqu’un d’autre.",
            ),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    ("correspondent", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une absence est déjà notée à ces dates.",
            ),
        ]

    def __str__(self):
        return f"{self.correspondent}, du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"

    def clean(self):
        """The days in order first: the base makes no range of days in disorder; then one post."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": IN_DISORDER})
        if self.stand_in and self.stand_in.post_id != self.correspondent.post_id:
            raise ValidationError({"stand_in": "L’intérim est assuré par une personne du poste."})

    def end(self):
        """The person is back today: the absence ended yesterday, or never was."""
        yesterday = timezone.localdate() - timedelta(days=1)
        if self.starts_on > yesterday:
            self.delete()
        elif self.ends_on > yesterday:
            self.ends_on = yesterday
            self.save(update_fields=["ends_on"])
