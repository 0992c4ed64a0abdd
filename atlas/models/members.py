"""The members of a partnership other than its leads, and its themes."""

from django.db import models
from django.db.models import Q

from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .authorities import LocalAuthority
from .foreign import ForeignAuthority
from .themes import Theme


class Member(models.Model):
    """An authority other than the lead, on one side of a partnership."""

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.authority)


@tracked()
class FrenchMember(Member):
    """A French authority other than the lead."""

    partnership = foreign_key(
        "atlas.Partnership", "french_members", models.CASCADE, verbose_name="partenariat"
    )
    authority = foreign_key(LocalAuthority, "memberships", verbose_name="collectivité")

    class Meta:
        verbose_name = "autre collectivité française"
        verbose_name_plural = "autres collectivités françaises"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "authority"],
                name="a_french_member_once",
                violation_error_message="Cette collectivité participe déjà à ce partenariat.",
            ),
        ]


@tracked()
class ForeignMember(Member):
    """A foreign authority other than the lead."""

    partnership = foreign_key(
        "atlas.Partnership", "foreign_members", models.CASCADE, verbose_name="partenariat"
    )
    authority = foreign_key(ForeignAuthority, "memberships", verbose_name="autorité")

    class Meta:
        verbose_name = "autre partenaire"
        verbose_name_plural = "autres partenaires"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "authority"],
                name="a_foreign_member_once",
                violation_error_message="Cette autorité participe déjà à ce partenariat.",
            ),
        ]


@tracked()
class PartnershipTheme(models.Model):
    """A theme of a partnership; `priority` 1 is its main theme."""

    partnership = models.ForeignKey("atlas.Partnership", models.CASCADE, verbose_name="partenariat")
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name="thématique")
    priority = models.PositiveSmallIntegerField("priorité", default=1)

    class Meta:
        verbose_name = "thématique du partenariat"
        verbose_name_plural = "thématiques du partenariat"
        ordering = ["priority", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "theme"],
                name="a_theme_once",
                violation_error_message="Ce partenariat a déjà cette thématique.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "priority"],
                name="one_theme_of_a_priority",
                violation_error_message="Deux thématiques ne peuvent avoir la même priorité.",
            ),
            models.CheckConstraint(
                name="theme_priority_starts_at_one",
                condition=Q(priority__gte=1),
                violation_error_message="La priorité commence à 1.",
            ),
        ]

    def __str__(self):
        return str(self.theme)
