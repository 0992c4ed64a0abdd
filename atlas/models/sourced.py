"""The source of a published text: a name and an address that a reader may check."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

WEB = r"^https?://[^\s]+$"


def sourced(source_label="source_label", source_url="source_url"):
    """The condition that a record names its source and gives its address on the web."""
    return ~Q(**{source_label: ""}) & Q(**{f"{source_url}__regex": WEB})


class Sourced(models.Model):
    """Mixed into a model with `updated_at` that gives its source: a name and an address."""

    source_label = models.CharField(
        "source", max_length=200, help_text="Qui le dit : « Journal officiel du 3 mars 2026 »."
    )
    source_url = models.URLField(
        "adresse de la source",
        max_length=500,
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message="L’adresse de la source commence par https:// ou http://.",
            )
        ],
        help_text="Celle de la page ou du texte, en https:// de préférence.",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.updated_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "updated_at"}
        super().save(*args, **kwargs)

    @property
    def text_with_source(self):
        """The text with its source, for feeds and calendars."""
        return f"{self.text}\n\nSource : {self.source_label}, {self.source_url}"
