"""The rows last loaded from the reference files: the base of a three-way comparison."""

from django.db import models


class ReferenceRow(models.Model):
    """A row as the reference files last gave it.

    A field that the file has not changed since is left as it is in the base,
    whoever edited it; a row that staff deleted does not come back.
    """

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    object_pk = models.CharField(max_length=20)
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = "ligne de référence"
        verbose_name_plural = "lignes de référence"
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key"],
                name="one_reference_row_per_key",
                violation_error_message="Cette ligne de référence existe déjà.",
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.key}"
