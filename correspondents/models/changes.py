"""Which transactions changed what public pages show: the version of the data."""

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone


class DataChangeQuerySet(models.QuerySet):
    def version(self):
        """A text that is another one after any committed change, and on another day.

        What is computed after it was read is never older than it: a change that commits
        meanwhile makes another version. Who is in office, and what is current, depend on the day.
        """
        seen = self.aggregate(number=Count("pk"), last=Max("pk"), sum=Sum("pk"))
        day, site = timezone.localdate(), settings.SITE_URL
        return f"{day} {site} {seen['number']} {seen['last']} {seen['sum']}"

    @transaction.atomic
    def forget(self):
        """Keep this transaction instead of all those before: a new version, from one row."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT correspondents_note_change()")
            cursor.execute(
                "DELETE FROM correspondents_datachange "
                "WHERE xact < pg_current_xact_id()::text::bigint"
            )


class DataChange(models.Model):
    """A transaction that wrote what public pages show, noted by statement triggers.

    One row a transaction: no writer ever waits for another one (ADR 17).
    """

    xact = models.BigIntegerField("transaction", primary_key=True)

    objects = DataChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "changement des données"
        verbose_name_plural = "changements des données"

    def __str__(self):
        return str(self.xact)
