"""Local authorities abroad: the other side of a partnership, and the territory where one works."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from correspondents.history import tracked
from correspondents.models import Country
from correspondents.text import normalised_field


class ForeignAuthorityQuerySet(models.QuerySet):
    def with_country(self):
        return self.select_related("country__zone", "parent")

    def within(self, territory):
        """The territory itself and those that it contains, at any depth."""
        inside, layer = {territory.pk}, {territory.pk}
        while layer:  # four levels at most
            found = ForeignAuthority.objects.filter(parent__in=layer).values_list("pk", flat=True)
            layer = set(found) - inside
            inside |= layer
        return self.filter(pk__in=inside)


@tracked(exclude=["name_norm"])
class ForeignAuthority(models.Model):
    """A foreign local authority; the place itself is the « territoire local partenaire »."""

    class Level(models.TextChoices):
        COMMUNE = "commune", "commune"
        INTERCOMMUNAL = "intercommunal", "groupement de communes"
        PROVINCE = "province", "province, département ou district"
        REGION = "region", "région"
        STATE = "state", "État fédéré"
        UNKNOWN = "unknown", "niveau à préciser"

    name = models.CharField("nom", max_length=200)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        verbose_name="pays ou territoire",
        related_name="foreign_authorities",
    )
    level = models.CharField("niveau", max_length=14, choices=Level, default=Level.UNKNOWN)
    geonames_id = models.PositiveIntegerField(
        "identifiant GeoNames",
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": "Une autorité locale porte déjà cet identifiant GeoNames."},
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="située dans",
        related_name="children",
        null=True,
        blank=True,
        help_text="La province, la région ou l’État qui la contient.",
    )
    is_invented = models.BooleanField(
        "inventée", default=False, help_text="Pour une démonstration : elle n’existe pas."
    )
    name_norm = normalised_field("name")

    objects = ForeignAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "autorité locale étrangère"
        verbose_name_plural = "autorités locales étrangères"
        ordering = ["name_norm", "id"]
        indexes = [
            models.Index(fields=["country", "name_norm"], name="foreign_authority_norm"),
            GinIndex(OpClass("name_norm", name="gin_trgm_ops"), name="foreign_authority_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                name="foreign_authority_is_abroad",
                condition=~Q(country="FR"),
                violation_error_message="Une autorité locale étrangère n’est pas en France.",
            ),
            models.CheckConstraint(
                name="territory_does_not_contain_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="Un territoire n’est pas situé dans lui-même.",
            ),
            models.CheckConstraint(
                name="foreign_authority_has_both_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Un point a une latitude et une longitude, en degrés.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("territory_detail", args=[self.pk])


@tracked(exclude=["name_norm"])
class ForeignName(models.Model):
    """Another name or spelling of a foreign authority: Ouaga, Dioffior."""

    authority = models.ForeignKey(
        ForeignAuthority, models.CASCADE, verbose_name="autorité locale", related_name="names"
    )
    name = models.CharField("autre nom", max_length=200)
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "autre nom d’une autorité locale étrangère"
        verbose_name_plural = "autres noms d’autorités locales étrangères"
        ordering = ["name_norm"]
        indexes = [models.Index(fields=["name_norm"], name="foreign_name_norm")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name_norm"],
                name="one_name_of_a_foreign_authority",
                violation_error_message="Cette autorité locale porte déjà cet autre nom.",
            ),
        ]

    def __str__(self):
        return self.name


class AlreadySettled(Exception):
    """Somebody else has decided meanwhile; the text is a French sentence."""


class RapprochementQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Rapprochement.State.PENDING)

    def with_names(self):
        return self.select_related("kept__country", "merged__country", "decided_by")


@tracked()
class Rapprochement(models.Model):
    """Two foreign authorities that may be one: proposed, then decided by a person, reversible.

    Once they are one, `merged` keeps its row but nothing refers to it any more: `moved` says
    what did, as {"app.Model.field": [keys]}, so that all of it can go back.
    """

    class State(models.TextChoices):
        PENDING = "pending", "à rapprocher"
        MERGED = "merged", "réunies"
        DIFFERENT = "different", "bien différentes"

    kept = models.ForeignKey(
        ForeignAuthority, models.CASCADE, verbose_name="autorité gardée", related_name="+"
    )
    merged = models.ForeignKey(
        ForeignAuthority, models.CASCADE, verbose_name="autorité réunie", related_name="+"
    )
    reason = models.CharField("pourquoi", max_length=200)
    likeness = models.FloatField("ressemblance, de 0 à 1", default=0)
    state = models.CharField(
        "décision", max_length=10, choices=State, default=State.PENDING, db_index=True
    )
    moved = models.JSONField("ce qui a été rattaché", default=dict, editable=False)
    proposed_at = models.DateTimeField("proposé le", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="décidé par",
        related_name="+",
        null=True,
        blank=True,
    )

    objects = RapprochementQuerySet.as_manager()

    class Meta:
        verbose_name = "rapprochement"
        ordering = ["-likeness", "id"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Least("kept", "merged"),
                models.functions.Greatest("kept", "merged"),
                name="one_rapprochement_of_two_authorities",
                violation_error_message="Ce rapprochement est déjà proposé ou décidé.",
            ),
            models.CheckConstraint(
                name="rapprochement_is_of_two",
                condition=~Q(kept=F("merged")),
                violation_error_message="Une autorité ne se rapproche pas d’elle-même.",
            ),
            models.CheckConstraint(
                name="rapprochement_is_decided_on_a_day",
                condition=Q(state="pending", decided_at__isnull=True)
                | ~Q(state="pending") & Q(decided_at__isnull=False),
                violation_error_message="Un rapprochement décidé porte la date de la décision.",
            ),
        ]

    def __str__(self):
        return f"{self.kept} / {self.merged}"

    @transaction.atomic
    def merge(self, *, by):
        """Make one of the two: all that refers to `merged` refers to `kept`.

        Raises AlreadySettled when it is decided already, or when `merged` has gone elsewhere;
        IntegrityError when both have the same twinning, and then nothing is written.
        """
        self.take(self.State.PENDING)
        self.moved = move(references_to(self.merged), self.kept)
        self.settle(self.State.MERGED, by)

    def refuse(self, *, by):
        """They are two: they are proposed no more."""
        self.take(self.State.PENDING)
        self.settle(self.State.DIFFERENT, by)

    @transaction.atomic
    def undo(self, *, by):
        """Give back to `merged` what was its own and still refers to `kept`; ask again."""
        self.take(self.State.MERGED)
        for model, field in referring():
            keys = self.moved.get(label_of(model, field), [])
            own = model._default_manager.filter(pk__in=keys, **{field.name: self.kept})
            own.update(**{field.name: self.merged})
        self.state, self.moved = self.State.PENDING, {}
        self.decided_at = self.decided_by = None
        self.save()

    @transaction.atomic
    def take(self, state):
        """Keep others from deciding; raises AlreadySettled unless the row is in this state."""
        now = Rapprochement.objects.select_for_update().get(pk=self.pk)
        if now.state != state:
            raise AlreadySettled(f"Ce rapprochement est déjà décidé : {now.get_state_display()}.")
        self.moved = now.moved

    def settle(self, state, by):
        self.state, self.decided_at, self.decided_by = state, timezone.now(), by
        self.save()


def referring():
    """The (model, field) that refer to foreign authorities, save their names and rapprochements."""
    for relation in ForeignAuthority._meta.related_objects:
        is_own = relation.related_model in (ForeignName, Rapprochement)
        is_history = relation.related_model._meta.object_name.endswith("Event")
        if relation.field.concrete and relation.field.many_to_one and not (is_own or is_history):
            yield relation.related_model, relation.field


def label_of(model, field):
    return f"{model._meta.label}.{field.name}"


def references_to(authority):
    """{(model, field): keys} of the rows that refer to a foreign authority."""
    return {
        (model, field): list(
            model._default_manager.filter(**{field.name: authority}).values_list("pk", flat=True)
        )
        for model, field in referring()
    }


def move(references, authority):
    """Have the rows refer to this authority; returns them as JSON holds them."""
    for (model, field), keys in references.items():
        model._default_manager.filter(pk__in=keys).update(**{field.name: authority})
    return {label_of(*where): keys for where, keys in references.items() if keys}
