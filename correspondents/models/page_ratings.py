"""What visitors say of a page: whether it was useful, and what they lacked."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils import timezone


class PageRatingQuerySet(models.QuerySet):
    def expired(self):
        months = relativedelta(months=settings.RETENTION_MESSAGES_MONTHS)
        return self.filter(rated_on__lt=timezone.localdate() - months)


class PageRating(models.Model):
    """One answer, of nobody: no address, no browser, the day alone."""

    page = models.CharField("page", max_length=200)
    is_useful = models.BooleanField("utile")
    text = models.CharField("ce qui manquait", max_length=500, blank=True)
    rated_on = models.DateField("le", default=timezone.localdate, editable=False)

    objects = PageRatingQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse « page utile »"
        verbose_name_plural = "pages utiles ou non"
        ordering = ["-rated_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="rated_page_is_of_this_site",
                condition=models.Q(page__startswith="/") & ~models.Q(page__startswith="//"),
                violation_error_message="La page est une adresse de ce site.",
            ),
        ]

    def __str__(self):
        return f"{self.page} : {'utile' if self.is_useful else 'pas utile'}"
