"""The themes of partnerships: a tree of three levels that the delegation edits."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from correspondents.records.fields import optional_key
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked


class ThemeQuerySet(models.QuerySet):
    def in_tree_order(self):
        """Each theme before those below it."""
        return self.order_by("path")

    def under(self, theme):
        """The theme and all that is below it."""
        return self.filter(path__startswith=theme.path)


@tracked(exclude=["name_norm"])
class Theme(models.Model):
    """A thématique, sous-thématique or sous-sous-thématique.

    The database computes `path`: the codes from the top, « sante/ », « sante/eau/ ».
    """

    code = models.SlugField(
        "code",
        max_length=60,
        unique=True,
        help_text="Court et stable : il figure dans les adresses et les exports.",
        error_messages={"unique": "Une thématique porte déjà ce code."},
    )
    name = models.CharField("nom", max_length=120)
    parent = optional_key("self", "children", verbose_name="sous")
    level = models.PositiveSmallIntegerField("niveau", default=1, editable=False)
    path = models.CharField("chemin", max_length=200, default="", editable=False)
    name_norm = normalised_field("name")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thématique"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name_norm"],
                nulls_distinct=False,
                name="one_theme_of_a_name_in_its_branch",
                violation_error_message="Une thématique de ce nom existe déjà à cet endroit.",
            ),
            models.CheckConstraint(
                name="themes_have_three_levels",
                condition=Q(level__range=(1, 3)),
                violation_error_message="Les thématiques ont trois niveaux, pas davantage.",
            ),
            models.CheckConstraint(
                name="theme_is_not_under_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="Une thématique n’est pas sous elle-même.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="place_in_the_tree",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("above", "atlas_theme")],
                func="""
                SELECT * INTO above FROM atlas_theme WHERE id = NEW.parent_id;
                NEW.level = COALESCE(above.level, 0) + 1;
                NEW.path = COALESCE(above.path, '') || NEW.code || '/';
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="bring_its_branch",
                operation=pgtrigger.UpdateOf("parent_id", "code"),
                when=pgtrigger.After,
                func="""
                IF NEW.path <> OLD.path THEN
                    UPDATE atlas_theme SET parent_id = parent_id, code = code
                    WHERE parent_id = NEW.id;
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a fourth level, and a branch put under itself."""
        if self.parent_id is None:
            return
        if self.pk and self.path and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "Une thématique n’est pas sous elle-même."})
        deepest = max((t.level for t in Theme.objects.under(self)), default=self.level)
        height = deepest - self.level if self.pk else 0
        if self.parent.level + 1 + height > 3:
            raise ValidationError({"parent": "Les thématiques ont trois niveaux, pas davantage."})

    @property
    def line(self):
        """The themes from the top down to this one."""
        return [*(self.parent.line if self.parent_id else []), self]
