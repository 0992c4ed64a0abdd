"""An edition of the list: « liste arrêtée au …, n° … », validated by somebody, then published."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.records.fields import account
from correspondents.records.tracking import tracked

FROZEN = "Une édition publiée ne se modifie pas et ne s’efface pas."


class EditionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def latest_first(self):
        return self.order_by("-number")

    def visible_to(self, user):
        """The delegation's alone: who validated is internal, and a draft is not public."""
        return self if user.is_delegation else self.none()

    def next_number(self):
        """The number that follows the last one."""
        return (self.aggregate(last=models.Max("number"))["last"] or 0) + 1


@tracked(exclude=["marks"])
class Edition(models.Model):
    """A moment of the history that is given a number; what it held is read from the history.

    `marks` holds the last event of each tracked model, by its name, when the edition was made.
    """

    number = models.PositiveIntegerField("numéro")
    closed_on = models.DateField(
        "arrêtée au", help_text="La liste compte les personnes en fonction ce jour-là."
    )
    seen_at = models.DateTimeField("état de la base du", editable=False)
    marks = models.JSONField("derniers événements", default=dict, editable=False)
    contact_count = models.PositiveIntegerField("contacts publics", default=0, editable=False)
    validated_by = models.CharField(
        "validée par",
        max_length=160,
        help_text="Nom de la personne qui valide la liste. Il reste interne.",
    )
    note = models.TextField("note interne", blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    created_by = account(
        "préparée par", models.PROTECT, related_name="editions", blank=True, editable=False
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition de la liste"
        verbose_name_plural = "éditions de la liste"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="one_edition_per_number",
                violation_error_message="Une autre édition porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                name="edition_numbers_start_at_one",
                condition=Q(number__gte=1),
                violation_error_message="Les éditions se comptent à partir de 1.",
            ),
            models.CheckConstraint(
                name="edition_names_who_validated",
                condition=~Q(validated_by=""),
                violation_error_message="Indiquez qui a validé la liste.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_edition_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func=f"RAISE EXCEPTION '{FROZEN}' "
                "USING ERRCODE = 'integrity_constraint_violation';",
            )
        ]

    def __str__(self):
        return f"Édition n° {self.number}, arrêtée au {date_format(self.closed_on)}"

    def get_absolute_url(self):
        return reverse("edition_detail", args=[self.number])

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def previous(self):
        """The published edition before this one, or None."""
        return Edition.objects.published().filter(number__lt=self.number).latest_first().first()

    def clean(self):
        """Check that the edition follows those already published, in number, day and state."""
        if not self.closed_on or not self.number:
            return
        if self.closed_on > timezone.localdate(self.seen_at or timezone.now()):
            raise ValidationError({"closed_on": "La liste ne s’arrête pas à un jour à venir."})
        later = Q(number__gt=self.number) | Q(closed_on__gt=self.closed_on)
        if self.seen_at:
            later |= Q(seen_at__gt=self.seen_at)
        other = Edition.objects.published().exclude(pk=self.pk).filter(later).first()
        if other:
            raise ValidationError(
                f"L’édition n° {other.number}, déjà publiée et arrêtée au "
                f"{date_format(other.closed_on)}, est plus récente que celle-ci."
            )

    @transaction.atomic
    def publish(self):
        """Make the edition public, for good. Raises ValidationError when it cannot be."""
        # One publication at a time: the order of editions is that of their numbers.
        list(Edition.objects.select_for_update().order_by("number").values_list("pk"))
        self.refresh_from_db()
        if self.is_published:
            raise ValidationError(FROZEN)
        self.clean()
        self.published_at = timezone.now()
        self.save(update_fields=["published_at"])
