"""Checks: an entry asked whether it is still true, until somebody answers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.records.fields import optional_day

from .visibility import OfAPost


class CheckQuerySet(OfAPost):
    post_path = "correspondent__post"

    def open(self):
        """Those that nobody has answered."""
        return self.filter(closed_at__isnull=True)

    def silent(self):
        """Open ones after the last mail: the delegation takes over."""
        return self.open().filter(correspondent__silent_since__isnull=False)

    def close(self, answer, *, by=""):
        """Give them their answer; returns how many were waiting."""
        return self.update(closed_at=timezone.now(), answer=answer, answered_by=str(by)[:160])

    def reopen(self):
        """Wait again for the answer that is taken back; an entry has one open check at most."""
        asked = Check.objects.open().values("correspondent")
        self.exclude(correspondent__in=asked).update(closed_at=None, answer="", answered_by="")


class Check(models.Model):
    """A round of at most three mails about one entry: the person twice, then post and COCAC."""

    MOST_MAILS = 3

    class Reason(models.TextChoices):
        PERIOD = "period", "vérification périodique"
        END = "end", "fin de fonction proche"
        DOUBT = "doubt", "un doute a été signalé"

    class Answer(models.TextChoices):
        EXACT = "exact", "tout est exact"
        CORRECTED = "corrected", "correction proposée"
        LEFT = "left", "n’est plus en poste"
        MOOT = "moot", "sans objet"

    correspondent = models.ForeignKey(
        "Correspondent", models.CASCADE, verbose_name="correspondant", related_name="checks"
    )
    reason = models.CharField("motif", max_length=10, choices=Reason)
    opened_on = models.DateField("ouverte le", default=timezone.localdate)
    mails = models.PositiveSmallIntegerField("messages écrits", default=0)
    last_mail_on = optional_day("dernier message le")
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True)
    answered_by = models.CharField("réponse de", max_length=160, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification demandée"
        verbose_name_plural = "vérifications demandées"
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["correspondent"],
                condition=Q(closed_at__isnull=True),
                name="one_open_check_of_an_entry",
                violation_error_message="Une vérification de cette entrée est déjà en cours.",
            ),
            models.CheckConstraint(
                name="closed_check_has_an_answer",
                condition=Q(closed_at__isnull=True, answer="")
                | Q(closed_at__isnull=False) & ~Q(answer=""),
                violation_error_message="Une vérification close porte une réponse, et elle seule.",
            ),
            models.CheckConstraint(
                name="written_check_has_a_day",
                condition=Q(mails=0, last_mail_on__isnull=True)
                | Q(mails__range=(1, 3), last_mail_on__isnull=False),
                violation_error_message="Une vérification compte au plus trois messages, datés.",
            ),
        ]

    def __str__(self):
        return f"{self.correspondent} : {self.get_reason_display()}"

    def note_mail(self, *, on, count):
        """Record that the mail number `count` was written on the day (3: the post was told)."""
        self.mails, self.last_mail_on = count, on
        self.save(update_fields=["mails", "last_mail_on"])
