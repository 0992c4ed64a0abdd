"""The hand-over from one who leaves to the next one."""

from django.db import models
from django.utils import timezone

from correspondents.records.contractions import of
from correspondents.records.fields import optional_key
from correspondents.records.tracking import tracked

from .visibility import OfAPost


class HandoverQuerySet(OfAPost):
    post_path = "leaver__post"


@tracked()
class Handover(models.Model):
    """A hand-over sheet: what the one who leaves tells; the tasks are the post's, so they stay."""

    leaver = models.OneToOneField(
        "Correspondent", models.CASCADE, verbose_name="personne qui part", related_name="handover"
    )
    successor = optional_key(
        "Correspondent", "handovers_received", models.SET_NULL, verbose_name="successeur"
    )
    notes = models.TextField(
        "à savoir",
        blank=True,
        help_text="Dossiers en cours, interlocuteurs, échéances. Interne au poste.",
    )
    written_by = models.CharField("écrite par", max_length=160)
    updated_at = models.DateTimeField("mise à jour le", default=timezone.now, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche de passation"
        verbose_name_plural = "fiches de passation"
        ordering = ["-updated_at"]

    def __str__(self):
        return f"Passation {of(self.leaver)}"
