"""Local authorities abroad: the partners of partnerships, and the territories of the radar."""

import re

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse

from correspondents.models import Country
from correspondents.models.visibility import OfServedCountries
from correspondents.records.fields import foreign_key, optional_key
from correspondents.records.text import Normalised, normalised_field, words_of
from correspondents.records.tracking import tracked


class ForeignAuthorityQuerySet(OfServedCountries):
    def with_country(self):
        return self.select_related("country__zone", "parent")

    def standing(self):
        """Authorities that were not merged into another."""
        decided = apps.get_model("atlas", "Rapprochement").objects.united()
        return self.exclude(pk__in=decided.values("merged"))

    def called(self, name, country):
        """Authorities of a country with exactly this name, accents, case and hyphens apart; a
        name without a Latin letter has no normal form, and is compared as it is."""
        norm = Normalised(Value(name))
        same = ~Q(name_norm="") & Q(name_norm=norm) | Q(name__iexact=name)
        others = ForeignName.objects.filter(same).values("authority")
        return self.filter(same | Q(pk__in=others), country=country)

    def matching(self, text):
        """Authorities for which each word begins a word of a name, or of the country's."""
        rows = self
        for word in words_of(text):
            start = rf"\m{re.escape(word)}"
            in_a_name = Q(name_norm__regex=start) | Q(country__name_norm__regex=start)
            spelt = ForeignName.objects.filter(name_norm__regex=start).values("authority")
            rows = rows.filter(in_a_name | Q(pk__in=spelt))
        return rows

    def within(self, territory):
        """The territory itself and those that it contains, at any depth."""
        inside, layer = {territory.pk}, {territory.pk}
        while layer:  # four levels at most
            children = ForeignAuthority.objects.filter(parent__in=layer).values_list(
                "pk", flat=True
            )
            layer = set(children) - inside
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
    country = foreign_key(Country, "foreign_authorities")
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
    parent = optional_key(
        "self",
        "children",
        verbose_name="située dans",
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

    @classmethod
    def at(cls, place):
        """The commune of a town of GeoNames, not saved yet."""
        return cls(
            name=place.name,
            country_id=place.country_id,
            level=cls.Level.COMMUNE,
            geonames_id=place.pk,
            latitude=place.latitude,
            longitude=place.longitude,
        )


@tracked(exclude=["name_norm"])
class ForeignName(models.Model):
    """Another name or spelling of a foreign authority: Ouaga, Dioffior."""

    authority = foreign_key(
        ForeignAuthority, "names", models.CASCADE, verbose_name="autorité locale"
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
