"""The versions of the data: which transactions changed what public pages show."""

from hashlib import sha256

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count
from django.utils import timezone

# In plain SQL: each public page asks for it.
DIGESTS = """
SELECT "group", md5(string_agg(mark::text, '' ORDER BY mark)) FROM correspondents_datachange
WHERE "group" = ANY(%s) GROUP BY "group"
"""


class DataChangeQuerySet(models.QuerySet):
    def version(self, groups=None):
        """A text that any committed change to these groups of tables alters, and any new day.

        All groups when none is named. A result computed after the version was read is never older
        than it: a change that commits meanwhile makes another version. Who is in office, and what
        is current, depend on the day.
        """
        return version_of(self.digests(groups), groups)

    def digests(self, groups=None):
        """{group: the digest of the transactions that wrote it}; one query."""
        with connection.cursor() as cursor:
            cursor.execute(DIGESTS, [names_of(groups)])
            return dict(cursor.fetchall())

    @transaction.atomic
    def forget(self):
        """Replace the rows of each group that has several by one: a version that never was."""
        numbers = self.values_list("group").annotate(number=Count("mark"))
        groups = [group for group, number in numbers if number > 1]
        with connection.cursor() as cursor:
            cursor.execute("SELECT correspondents_note_change(VARIADIC %s::text[])", [groups])
            (mark,) = cursor.fetchone()
        self.filter(group__in=groups).exclude(mark=mark).delete()


def version_of(digests, groups=None):
    """The version of these groups, by what `digests` tells of them."""
    marks = " ".join(digests.get(name, "") for name in names_of(groups))
    return f"{timezone.localdate()} {settings.SITE_URL} {sha256(marks.encode()).hexdigest()[:32]}"


def names_of(groups):
    """The names of these groups in order, all of them for None; raises ValueError for another."""
    groups = DataChange.Group if groups is None else groups
    return sorted(DataChange.Group(name).value for name in groups)


class DataChange(models.Model):
    """A transaction that wrote a group of tables of public pages, noted by statement triggers.

    One row for each group that the transaction wrote: no writer waits for another one (ADR 25).
    """

    class Group(models.TextChoices):
        COUNTRIES = "countries", "pays et villes"
        NETWORK = "network", "postes et correspondants"
        INVENTORY = "inventory", "partenariats"
        CALLS = "calls", "appels et dossiers"
        NEWS = "news", "actualités et notices"

    pk = models.CompositePrimaryKey("group", "mark")
    group = models.CharField("groupe de tables", max_length=12, choices=Group)
    mark = models.UUIDField("marque de la transaction")

    objects = DataChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "changement des données"
        verbose_name_plural = "changements des données"

    def __str__(self):
        return f"{self.group} {self.mark}"
