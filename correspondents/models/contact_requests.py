"""Messages written to posts from the site: counted, never kept."""

from django.db import models
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from correspondents.records.fields import optional_key

from .countries import country_key
from .visibility import OfAPost


class ContactRequestQuerySet(OfAPost):
    def of_desk(self):
        """Those that no post's mailbox could receive."""
        return self.filter(post__isnull=True)

    def since(self, day):
        """Those sent on the day or later, the site's midnight being the limit."""
        return self.filter(sent_at__date__gte=day)

    def per_month_and_theme(self):
        """{(first day of the month, theme): how many}; what is absent is none."""
        rows = self.order_by().annotate(month=TruncMonth("sent_at")).values("month", "theme")
        counted = rows.annotate(total=Count("pk")).values_list("month", "theme", "total")
        return {(timezone.localdate(month), theme): total for month, theme, total in counted}


class ContactRequest(models.Model):
    """The trace of a message, its day and its theme: no text, no name, no address.

    The text is in the outbox only, until it is sent.
    """

    class Theme(models.TextChoices):
        PARTNER = "partner", "Recherche de partenaire"
        PROJECT = "project", "Projet en cours"
        CALL = "call", "Appel à projets"
        LAW = "law", "Cadre juridique"
        VISIT = "visit", "Visite ou mission"
        OTHER = "other", "Autre"

    country = country_key(related_name="contact_requests")
    post = optional_key(
        "Post",
        "contact_requests",
        models.CASCADE,
        verbose_name="poste",
        help_text="Vide : le bureau de la délégation l’a reçue.",
    )
    theme = models.CharField("thème", max_length=20, choices=Theme)
    sent_at = models.DateTimeField("envoyée le", default=timezone.now, editable=False)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande reçue"
        verbose_name_plural = "demandes reçues"
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["post", "sent_at"], name="contact_request_of_post")]
        constraints = [
            models.CheckConstraint(
                name="contact_request_has_a_known_theme",
                condition=models.Q(
                    theme__in=["partner", "project", "call", "law", "visit", "other"]
                ),
                violation_error_message="Choisissez un thème de la liste.",
            ),
        ]

    def __str__(self):
        return f"{self.get_theme_display()}, {self.country}"
