"""Editions of the open data: what was published on a day, and what has been taken out since.

See `docs/adr/0016-what-is-withdrawn-leaves-past-editions.md`.
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Sum
from django.db.models.functions import Now, TruncMonth
from django.urls import reverse
from django.utils import timezone

from correspondents.opendata.packing import repacked


class DataTableQuerySet(models.QuerySet):
    def light(self):
        """Without the files, which may weigh megabytes."""
        return self.defer("csv", "json")


class DataTable(models.Model):
    """A table as it was published, with its two files; editions share it while nothing changes.

    The files are kept compressed; sizes, in bytes, and prints are those of what is read.
    """

    name = models.CharField("table", max_length=60)
    generated_at = models.DateTimeField("produite le")
    rows = models.PositiveIntegerField("lignes")
    schema = models.JSONField("schéma")
    csv = models.BinaryField("CSV")
    csv_sha256 = models.CharField("empreinte du CSV", max_length=64)
    csv_size = models.PositiveBigIntegerField("taille du CSV")
    json = models.BinaryField("JSON")
    json_sha256 = models.CharField("empreinte du JSON", max_length=64)
    json_size = models.PositiveBigIntegerField("taille du JSON")
    withdrawn = models.PositiveIntegerField("lignes retirées depuis", default=0)
    redacted_at = models.DateTimeField("expurgée le", null=True, blank=True)

    objects = DataTableQuerySet.as_manager()

    class Meta:
        verbose_name = "table publiée"
        verbose_name_plural = "tables publiées"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="redacted_table_says_when_and_how_much",
                condition=Q(withdrawn=0, redacted_at__isnull=True)
                | Q(withdrawn__gt=0, redacted_at__isnull=False),
                violation_error_message="Une table expurgée dit quand, et de combien de lignes.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return self.schema["title"]

    @property
    def field_names(self):
        return [field["name"] for field in self.schema["fields"]]

    @property
    def modified_at(self):
        """The moment from which the files are what they are."""
        return self.redacted_at or self.generated_at

    def hold(self, packed):
        """Take the files of a table that has just been packed."""
        self.rows = packed.count
        for name, file in (("csv", packed.csv), ("json", packed.json)):
            setattr(self, name, file.content)
            setattr(self, f"{name}_sha256", file.sha256)
            setattr(self, f"{name}_size", file.size)

    def withdraw(self, keys):
        """Take the rows of these keys out of the files, without saving; how many were there."""
        packed = repacked(self.json, self.field_names, self.schema["primaryKey"], keys)
        number = self.rows - packed.count
        if number:
            self.hold(packed)
            self.withdrawn += number
            self.redacted_at = timezone.now()
        return number


class DataEditionQuerySet(models.QuerySet):
    def latest_first(self):
        return self.order_by("-published_at", "-id")

    def superseded(self):
        """Those that are kept no longer: after some days, the last of each month stays, and the
        first of all, since which there is a history."""
        last_day = timezone.localdate() - timedelta(days=settings.OPEN_DATA_EDITIONS_DAYS)
        later = DataEdition.objects.filter(published_at__gt=OuterRef("published_at"))
        dated = self.annotate(month=TruncMonth("published_at"))
        followed = later.annotate(month=TruncMonth("published_at")).filter(month=OuterRef("month"))
        first = DataEdition.objects.order_by("published_at", "id").values("pk")[:1]
        return dated.filter(Exists(followed), published_at__date__lt=last_day).exclude(pk__in=first)

    def forget(self):
        """Delete them, and the tables that no other edition has."""
        self.delete()
        DataTable.objects.light().filter(editions=None).delete()

    def with_redactions(self):
        """Annotated with `redacted_at` and `withdrawn`, over all their tables."""
        return self.annotate(
            redacted_at=Max("tables__redacted_at"), withdrawn=Sum("tables__withdrawn")
        )


class DataEdition(models.Model):
    """The open data from a day on: a name, which is in its address, and its tables."""

    name = models.SlugField(
        "nom",
        max_length=20,
        unique=True,
        help_text="Son jour ; le jour d’une deuxième édition est suivi de -2.",
        error_messages={"unique": "Une autre édition porte déjà ce nom."},
    )
    published_at = models.DateTimeField("publiée le")
    schema_version = models.CharField("version des schémas", max_length=20)
    tables = models.ManyToManyField(DataTable, verbose_name="tables", related_name="editions")

    objects = DataEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition des données ouvertes"
        verbose_name_plural = "éditions des données ouvertes"
        ordering = ["-published_at", "-id"]

    def __str__(self):
        return f"Édition du {self.name}"

    def get_absolute_url(self):
        return reverse("open_data_edition", args=[self.name])


class WithdrawalQuerySet(models.QuerySet):
    def by_table(self):
        """{name of a table: keys, as text}."""
        keys_by_table = defaultdict(set)
        for table, key in self.values_list("table", "key"):
            keys_by_table[table].add(key)
        return keys_by_table


class Withdrawal(models.Model):
    """A row that must leave the editions already published; erased once it has left them all.

    The database itself notes the partnerships that are no longer public (`atlas`).
    """

    table = models.CharField("table", max_length=60)
    key = models.CharField("clé", max_length=120)
    at = models.DateTimeField("notée le", db_default=Now())

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = "retrait des données ouvertes"
        verbose_name_plural = "retraits des données ouvertes"
        ordering = ["at"]

    def __str__(self):
        return f"{self.table} : {self.key}"
