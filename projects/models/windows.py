"""The days on which a call takes dossiers: its windows, and how often their closing was put off."""

from datetime import timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models.links import IN_PARIS, moment
from correspondents.records.fields import account
from correspondents.records.tracking import tracked

from .calls import Call
from .triggers import frozen, refusing


class Moments(Func):
    """The moments from one to another, the last one left out."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def last_day(closes_at):
    """The last day on which one may file, in Paris: the eve of a closing at midnight."""
    return (timezone.localtime(closes_at) - timedelta.resolution).date()


def closing(at):
    """« 14 janvier 2027 à minuit, … » for the first moment of the 15th; else the moment itself."""
    day = last_day(at)
    is_midnight = day != timezone.localdate(at)
    return f"{date_format(day, 'j F Y')} à minuit{IN_PARIS}" if is_midnight else moment(at)


def from_to(one, other):
    """« du … au …, heure de Paris » of two moments in words."""
    return f"du {one.removesuffix(IN_PARIS)} au {other}"


MOVES_BY_POSTPONING = (
    "L’appel est publié : ses dates sont annoncées. Reportez la clôture, avec la raison."
)


@tracked()
class Window(models.Model):
    """From its opening to its closing, Paris time, the moment of the closing left out.

    Once the call is published, only `postpone()` moves the closing, and nothing the opening.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="windows")
    label = models.CharField("session", max_length=80, blank=True)
    opens_at = models.DateTimeField("ouvre le", help_text="Heure de Paris.")
    closes_at = models.DateTimeField("clôt le", help_text="Heure de Paris.")

    class Meta:
        verbose_name = "période de dépôt"
        verbose_name_plural = "périodes de dépôt"
        ordering = ["opens_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="window_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message="La clôture suit l’ouverture.",
            ),
            ExclusionConstraint(
                name="one_window_at_a_time",
                expressions=[
                    ("call", RangeOperators.EQUAL),
                    (
                        Moments("opens_at", "closes_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Deux périodes de dépôt de l’appel se recouvrent.",
            ),
        ]
        triggers = [
            # The base keeps announced dates: neither a form nor an update moves them.
            refusing(
                "moves_by_postponing",
                pgtrigger.UpdateOf("opens_at", "closes_at", "call_id"),
                MOVES_BY_POSTPONING,
                """(NEW.opens_at, NEW.closes_at, NEW.call_id)
                        IS DISTINCT FROM (OLD.opens_at, OLD.closes_at, OLD.call_id)
                    AND EXISTS (SELECT 1 FROM projects_call
                                WHERE id = OLD.call_id AND published_at IS NOT NULL)
                    AND (NEW.opens_at <> OLD.opens_at OR NEW.call_id <> OLD.call_id
                         OR NOT EXISTS (SELECT 1 FROM projects_postponement
                                        WHERE window_id = OLD.id AND former = OLD.closes_at
                                          AND closes_at = NEW.closes_at))""",
            ),
            refusing(
                "stays_once_published",
                pgtrigger.Delete,
                MOVES_BY_POSTPONING,
                """EXISTS (SELECT 1 FROM projects_call
                           WHERE id = OLD.call_id AND published_at IS NOT NULL)""",
                row="OLD",
            ),
        ]

    def __str__(self):
        return self.label or self.period

    @property
    def period(self):
        return from_to(moment(self.opens_at), closing(self.closes_at))

    def takes(self, on):
        """Whether a dossier filed on that day, in Paris, came within the window.

        The day of the closing counts, unless the closing is its first moment.
        """
        return timezone.localdate(self.opens_at) <= on <= last_day(self.closes_at)

    @transaction.atomic
    def postpone(self, to, *, because, by):
        """Put off the closing to a later moment, and keep why. Raises ValidationError."""
        row = type(self).objects.select_for_update().get(pk=self.pk)
        if not row.call.is_published:
            raise ValidationError("Seul un appel publié reporte sa clôture : datez le brouillon.")
        if row.call.cancelled_on:
            raise ValidationError("Cet appel est annulé : sa clôture ne se reporte plus.")
        if to <= timezone.now():
            raise ValidationError("La nouvelle clôture est déjà passée.")
        reason = because.strip()
        postponement = Postponement(
            window=row, former=row.closes_at, closes_at=to, reason=reason, decided_by=by
        )
        postponement.validate_constraints()
        postponement.save()
        row.closes_at = self.closes_at = to
        row.save(update_fields=["closes_at"])
        row.call.save(update_fields=["updated_at"])


class Postponement(models.Model):
    """The closing of a window was put off: from when to when, why, by whom. Never rewritten."""

    window = models.ForeignKey(Window, models.CASCADE, related_name="postponements")
    former = models.DateTimeField("clôture précédente")
    closes_at = models.DateTimeField("nouvelle clôture")
    reason = models.CharField("raison", max_length=300)
    decided_at = models.DateTimeField("décidé le", default=timezone.now, editable=False)
    decided_by = account("décidé par", editable=False)

    class Meta:
        verbose_name = "report de clôture"
        verbose_name_plural = "reports de clôture"
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="closing_is_put_off_to_later",
                condition=Q(closes_at__gt=F("former")),
                violation_error_message="La nouvelle clôture suit celle qui est annoncée.",
            ),
            models.CheckConstraint(
                name="postponement_says_why",
                condition=~Q(reason=""),
                violation_error_message="Dites pourquoi la clôture est reportée : la raison est "
                "publiée.",
            ),
        ]
        triggers = [
            frozen(
                "is_not_rewritten",
                "Un report de clôture annoncé ne se réécrit pas.",
                pgtrigger.UpdateOf("former", "closes_at", "reason", "window_id"),
            ),
        ]

    def __str__(self):
        return f"reporté {from_to(closing(self.former), closing(self.closes_at))}"
