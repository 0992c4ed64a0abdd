"""Whom to write to in France: by region, bodies and functions rather than people."""

from django.db import models

from correspondents.records.fields import Named, optional_day
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked


@tracked(exclude=["name_norm"])
class FrenchRegion(Named):
    """A region or an overseas territory by its INSEE code; `country` is its page, overseas."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80, unique=True)
    country = models.OneToOneField(
        "correspondents.Country",
        models.PROTECT,
        verbose_name="page du territoire",
        related_name="french_region",
        null=True,
        blank=True,
        help_text="Outre-mer : le territoire de l’annuaire qui est cette région.",
    )
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "région"
        ordering = ["name_norm"]
        constraints = [
            models.CheckConstraint(
                name="region_code_is_of_insee",
                condition=models.Q(code__regex=r"^\d{2,3}$"),
                violation_error_message="Un code de région a deux ou trois chiffres : 53, 975.",
            ),
        ]


class FrenchContactQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def in_region_order(self):
        """Region by region, and in each the nearest to a project first."""
        rank = models.Case(
            *(models.When(kind=kind, then=place) for place, kind in enumerate(FrenchContact.Kind)),
            output_field=models.SmallIntegerField(),
        )
        return self.select_related("region").order_by("region__name_norm", rank, "name")


@tracked()
class FrenchContact(models.Model):
    """A body or a function that advises the authorities of a region; no person by default."""

    class Kind(models.TextChoices):
        NETWORK = "network", "Réseau régional multi-acteurs"
        DIPLOMATIC_ADVISER = "diplomatic_adviser", "Conseiller diplomatique auprès du préfet"
        AMBASSADOR = "ambassador", "Ambassadeur chargé de la coopération régionale"
        PREFECTURE = "prefecture", "Représentant de l’État"

    kind = models.CharField("nature", max_length=20, choices=Kind)
    region = models.ForeignKey(
        FrenchRegion, models.PROTECT, verbose_name="région", related_name="contacts"
    )
    name = models.CharField(
        "organisme ou fonction", max_length=160, help_text="Aucun nom de personne."
    )
    mailbox = models.EmailField("boîte fonctionnelle", blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    website = models.URLField("site", blank=True)
    verified_on = optional_day("vérifié le")
    is_public = models.BooleanField("public", default=True)

    objects = FrenchContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact en France"
        verbose_name_plural = "contacts en France"
        ordering = ["region__name_norm", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name"],
                name="one_french_contact_per_region_and_name",
                violation_error_message="Ce contact existe déjà dans cette région.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.region})"

    @property
    def is_reachable(self):
        """Whether there is a way to it; else the delegation's desk answers."""
        return bool(self.mailbox or self.phone or self.website)
