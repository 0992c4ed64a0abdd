"""A dossier as it stood: the basis of an opinion, and its changes since."""

import hashlib
import json
from dataclasses import dataclass

import pgtrigger
from django.db import models, transaction
from django.utils import timezone

from correspondents.records.fields import account, foreign_key

from .applications import Application
from .record import described
from .triggers import frozen


@dataclass(frozen=True)
class Difference:
    """A heading of the record whose texts differ between two versions."""

    label: str
    removed: list
    added: list


class ApplicationVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The versions of the dossiers that the account may see."""
        return self.filter(application__in=Application.objects.visible_to(user))

    def keep(self, application, *, by):
        """Keep the dossier as it stands: its new version, the last one when nothing changed."""
        return self.keep_all([application.pk], by=by)[0]

    @transaction.atomic
    def keep_all(self, keys, *, by):
        """Keep the dossiers of these keys as they stand, in as many queries whatever their number.

        Two people at once wait for each other: numbers follow, and no state is kept twice.
        """
        list(Application.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        rows = self.filter(application__in=keys).order_by("application_id", "-number")
        last = {row.application_id: row for row in rows.distinct("application_id")}
        dossiers = Application.objects.whole().filter(pk__in=keys)
        versions = [self.next(dossier, last.get(dossier.pk), by) for dossier in dossiers]
        self.bulk_create([row for row in versions if row.pk is None], batch_size=500)
        return versions

    def next(self, dossier, last, by):
        """The version after the last one, not saved yet; the last one when nothing changed."""
        record = described(dossier)
        print_ = hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()
        if last and last.sha256 == print_:
            return last
        number = last.number + 1 if last else 1
        values = {"record": record, "sha256": print_, "made_by": by}
        return self.model(application=dossier, number=number, **values)


class ApplicationVersion(models.Model):
    """The text of a dossier: `record` is [[heading, [text, …]], …], as people read it."""

    application = foreign_key(Application, "versions", models.CASCADE)
    number = models.PositiveSmallIntegerField("version")
    record = models.JSONField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    made_at = models.DateTimeField("du", default=timezone.now, editable=False)
    made_by = account("par", editable=False)

    objects = ApplicationVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’un dossier"
        verbose_name_plural = "versions d’un dossier"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="one_version_of_a_number",
                violation_error_message="Le dossier a déjà une version de ce numéro.",
            ),
        ]
        triggers = [
            # An opinion is about a version: its text must stay.
            frozen(
                "version_is_not_rewritten",
                "Une version d’un dossier ne se réécrit pas.",
                pgtrigger.UpdateOf("application_id", "number", "record", "sha256"),
            ),
        ]

    def __str__(self):
        return f"version {self.number}"

    def changes_to(self, later):
        """[Difference] from this version to a later one, in the order of the record."""
        before, after = dict(self.record), dict(later.record)
        differences = []
        for label in dict.fromkeys([*before, *after]):
            old, new = before.get(label, []), after.get(label, [])
            if old != new:
                removed = [text for text in old if text not in new]
                added = [text for text in new if text not in old]
                differences.append(Difference(label, removed, added))
        return differences
