"""Notes and dismissals of posts and the delegation about shared territories."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from correspondents.models import Country, Post
from correspondents.models.visibility import OfAPost
from correspondents.records.fields import foreign_key, optional_key
from correspondents.records.tracking import tracked

from .foreign import ForeignAuthority


def known_field():
    """The keys of the authorities at work in the territory on that day."""
    return ArrayField(
        models.BigIntegerField(),
        verbose_name="collectivités connues ce jour-là",
        default=list,
        editable=False,
    )


def author_fields():
    """The post that wrote, and who: never published."""
    post = optional_key(Post, help_text="Vide : la délégation.")
    return post, models.CharField("par", max_length=160, editable=False)


class CoordinationNoteQuerySet(OfAPost):
    def published(self):
        """Notes that anybody may read."""
        return self.filter(published_at__isnull=False)

    def internal(self):
        return self.filter(published_at__isnull=True)

    def with_places(self):
        return self.select_related("country", "territory__country", "post")

    def latest_first(self):
        return self.order_by("-held_on", "-pk")


@tracked()
class CoordinationNote(models.Model):
    """A meeting, a mission or staff shared by several authorities; the post's and the
    delegation's own until the delegation publishes it.

    A note about a territory settles its signal for the authorities then known, as a dismissal
    does: a newcomer brings it back.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", "réunion"
        MISSION = "mission", "mission conjointe"
        STAFF = "staff", "personnel mutualisé"
        OTHER = "other", "autre"

    country = foreign_key(
        Country,
        "coordination_notes",
        blank=True,
        help_text="Celui du territoire partenaire, s’il y en a un.",
    )
    territory = optional_key(
        ForeignAuthority,
        "coordination_notes",
        verbose_name="territoire partenaire",
        help_text="Vide : la note porte sur tout le pays.",
    )
    kind = models.CharField("nature", max_length=10, choices=Kind)
    held_on = models.DateField("jour")
    text = models.TextField("texte", max_length=5000)
    post, written_by = author_fields()
    written_at = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    known = known_field()

    objects = CoordinationNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note de coordination"
        verbose_name_plural = "notes de coordination"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="coordination_note_says_something",
                condition=~Q(text=""),
                violation_error_message="Écrivez le texte de la note.",
            ),
            models.CheckConstraint(
                name="coordination_note_is_of_a_known_kind",
                condition=Q(kind__in=["meeting", "mission", "staff", "other"]),
                violation_error_message="Choisissez une nature de la liste.",
            ),
        ]

    def __str__(self):
        where = self.territory or (self.country if self.country_id else "lieu à préciser")
        return f"{self.get_kind_display().capitalize()}, {where}"

    def clean(self):
        """Take the country of the territory; without a territory, require a country."""
        if self.territory_id:
            self.country_id = self.territory.country_id
        elif not self.country_id:
            raise ValidationError(
                {"country": "Dites de quel pays ou de quel territoire il s’agit."}
            )

    @property
    def is_public(self):
        return self.published_at is not None

    def publish(self, *, by):
        """Show it to anybody, without its author: the delegation's decision."""
        self._decide(by, self.published_at or timezone.now())

    def withdraw(self, *, by):
        """Make it internal again."""
        self._decide(by, None)

    def _decide(self, by, at):
        if not by.is_delegation:
            raise PermissionDenied
        self.published_at = at
        self.save(update_fields=["published_at"])


class DismissalQuerySet(OfAPost):
    def felt_by(self, user):
        """Dismissals that settle a signal for the account: all for the delegation; for a post, its
        own and the delegation's."""
        own = self.visible_to(user)
        return own if user.is_delegation or not user.post_id else own | self.filter(post=None)


@tracked()
class Dismissal(models.Model):
    """A signal that asks for nothing, and why.

    It stays dismissed for the authorities then known (`known`): a newcomer brings it back.
    """

    territory = foreign_key(ForeignAuthority, "dismissals", verbose_name="territoire partenaire")
    reason = models.CharField("raison", max_length=500)
    post, dismissed_by = author_fields()
    dismissed_on = models.DateField("écarté le", default=timezone.localdate, editable=False)
    known = known_field()

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = "signal écarté"
        verbose_name_plural = "signaux écartés"
        ordering = ["-dismissed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="dismissal_says_why",
                condition=~Q(reason=""),
                violation_error_message="Dites pourquoi ce signal est écarté.",
            ),
        ]

    def __str__(self):
        return f"{self.territory} : {self.reason}"
