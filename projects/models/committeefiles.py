"""« Dossier du comité » : the papers of the members, frozen with a number and a print."""

import hashlib
import json

import pgtrigger
from django.db import models, transaction
from django.utils import timezone

from correspondents.records.fields import account, foreign_key

from .committees import Committee
from .triggers import frozen


def print_of(content):
    """The SHA-256 of a content, the same whatever the order of its keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class CommitteeFileQuerySet(models.QuerySet):
    @transaction.atomic
    def freeze(self, committee, content, *, by):
        """Keep the content under the next number. Two people at once wait for each other."""
        Committee.objects.select_for_update().get(pk=committee.pk)
        last = self.filter(committee=committee).order_by("-number").first()
        return self.create(
            committee=committee,
            number=last.number + 1 if last else 1,
            content=content,
            sha256=print_of(content),
            made_by=by,
        )


class CommitteeFile(models.Model):
    """The file of a committee as it was made: neither the dossiers nor the opinions move it.

    `content` is what the printed page and the workbook are drawn from: see `projects.committees`.
    """

    committee = foreign_key(Committee, "files")
    number = models.PositiveSmallIntegerField("version")
    content = models.JSONField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    made_at = models.DateTimeField("produit le", default=timezone.now, editable=False)
    made_by = account("produit par", editable=False)

    objects = CommitteeFileQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier du comité"
        verbose_name_plural = "dossiers du comité"
        ordering = ["committee", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"],
                name="one_committee_file_of_a_number",
                violation_error_message="Le comité a déjà un dossier de ce numéro.",
            ),
        ]
        triggers = [
            frozen(
                "is_not_rewritten",
                "Un dossier du comité ne se réécrit pas.",
                pgtrigger.UpdateOf("committee_id", "number", "content", "sha256", "made_at")
                | pgtrigger.Delete,
            ),
        ]

    def __str__(self):
        return f"dossier du comité, version {self.number}"

    @property
    def is_intact(self):
        """Whether the content still has the print of the day it was frozen."""
        return print_of(self.content) == self.sha256
