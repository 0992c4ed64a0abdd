"""A list that came in: the file, the plan a person read, and when it was applied."""

from django.conf import settings
from django.db import models


class ImportBatch(models.Model):
    """One file, its plan, and its fate; applied once, by its number."""

    file_name = models.CharField("fichier", max_length=255)
    sha256 = models.CharField("empreinte", max_length=64)
    size = models.PositiveIntegerField("taille en octets")
    edition_on = models.DateField("édition du", null=True, blank=True)
    totals = models.JSONField("décompte", default=dict)
    report = models.JSONField("plan", default=dict)
    created_at = models.DateTimeField("lu le", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="par",
        related_name="import_batches",
        null=True,
        blank=True,
    )
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at"]

    def __str__(self):
        return f"Import n° {self.pk} : {self.file_name}"
