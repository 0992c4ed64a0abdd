"""Pages whose words the delegation writes itself."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from correspondents.records.fields import account
from correspondents.records.tracking import tracked


@tracked()
class Guide(models.Model):
    """A page of plain text in sections; no markup, so that no text can break the page."""

    BEFORE_SIGNING = "avant-de-signer"

    slug = models.SlugField("adresse courte", unique=True, editable=False)
    title = models.CharField("titre", max_length=120)
    updated_at = models.DateTimeField("mis à jour le", default=timezone.now, editable=False)
    updated_by = account("mis à jour par", blank=True, editable=False)

    class Meta:
        verbose_name = "page de conseil"
        verbose_name_plural = "pages de conseil"
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("before_signing")

    def note_update(self, *, by):
        """Tell that somebody has just changed the page or one of its sections."""
        self.updated_at, self.updated_by = timezone.now(), by
        self.save(update_fields=["updated_at", "updated_by"])


@tracked()
class GuideSection(models.Model):
    """A heading and its paragraphs."""

    guide = models.ForeignKey(Guide, models.CASCADE, verbose_name="page", related_name="sections")
    title = models.CharField("intertitre", max_length=120)
    body = models.TextField(
        "texte",
        max_length=5000,
        help_text="Texte simple : une ligne vide sépare deux paragraphes ; une adresse "
        "https://… devient un lien.",
    )
    rank = models.PositiveSmallIntegerField("rang", default=1)

    class Meta:
        verbose_name = "partie"
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "title"],
                name="one_section_per_title",
                violation_error_message="Deux parties de la page portent le même intertitre.",
            ),
        ]

    def __str__(self):
        return self.title
