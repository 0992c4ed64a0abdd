"""The log of reads of contact data that is not public: written once, kept for its time."""

import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils import timezone

from correspondents.records.fields import account

UNWRITTEN = "correspondents.AccessRecord:access_record_is_not_rewritten"
KEPT = "correspondents.AccessRecord:access_record_is_kept"


def rewritable():
    """A block that may rewrite the log: a person is erased, the reading stays."""
    return pgtrigger.ignore(UNWRITTEN)


class AccessRecordQuerySet(models.QuerySet):
    def expired(self):
        """Those kept for `RETENTION_ACCESS_MONTHS` months already."""
        oldest = timezone.now() - relativedelta(months=settings.RETENTION_ACCESS_MONTHS)
        return self.filter(at__lt=oldest)

    def forget(self):
        """Delete those that are at their term; nothing else deletes any."""
        with pgtrigger.ignore(KEPT):
            return self.expired().delete()


class AccessRecord(models.Model):
    """An account read internal contact data; rows are named by their number, never by a name."""

    class What(models.TextChoices):
        RECORD = "record", "fiche"
        HISTORY = "history", "historique d’une fiche"
        LIST = "list", "liste"
        EXPORT = "export", "export"
        DATED = "dated", "liste d’un jour"
        IMPORT = "import", "import"
        SPACE = "space", "espace du poste"

    at = models.DateTimeField("moment", default=timezone.now, editable=False)
    user = account("compte")
    what = models.CharField("lecture", max_length=10, choices=What)
    subject = models.CharField("objet", max_length=200, blank=True)
    rows = models.PositiveIntegerField("lignes", default=1)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lecture de données internes"
        verbose_name_plural = "lectures de données internes"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at"], name="access_moment")]
        triggers = [
            pgtrigger.Trigger(
                name="access_record_is_not_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # A deleted account leaves its records without a name.
                condition=pgtrigger.Condition(
                    "OLD.at IS DISTINCT FROM NEW.at OR OLD.what IS DISTINCT FROM NEW.what"
                    " OR OLD.subject IS DISTINCT FROM NEW.subject"
                    " OR OLD.rows IS DISTINCT FROM NEW.rows OR NEW.user_id IS NOT NULL"
                ),
                func="RAISE EXCEPTION 'Le journal des lectures ne se modifie pas.'"
                " USING ERRCODE = 'integrity_constraint_violation';",
            ),
            pgtrigger.Trigger(
                name="access_record_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="RAISE EXCEPTION 'Le journal des lectures ne s’efface qu’à son terme.'"
                " USING ERRCODE = 'integrity_constraint_violation';",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} {self.subject}".strip()
