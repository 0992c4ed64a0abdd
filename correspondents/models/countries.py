"""Countries and territories, the names they go by, and the towns by which people look for them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from correspondents.records.fields import Named
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

from .visibility import OfServedCountries


def code_of(name):
    """« Asie centrale » is « asie-centrale » in an address; never a number, which zones had."""
    code = slugify(name)
    return code if code[:1].isalpha() else f"zone-{code}".rstrip("-")


@tracked()
class Zone(Named):
    """A part of the world, and the delegation's desk that follows it."""

    name = models.CharField("nom", max_length=80, unique=True)
    code = models.SlugField(
        "code",
        max_length=80,
        unique=True,
        blank=True,
        error_messages={"unique": "Une autre zone a déjà ce code."},
        help_text="Il est dans les adresses des listes : il ne change plus. Vide : tiré du nom.",
    )
    desk = models.CharField("bureau de la délégation", max_length=160, blank=True)
    mailbox = models.EmailField(
        "boîte du bureau",
        blank=True,
        help_text="Vide : la boîte générale de la délégation répond.",
    )

    class Meta:
        verbose_name = "zone géographique"
        verbose_name_plural = "zones géographiques"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="zone_code_is_not_a_number",
                condition=Q(code__regex=r"^[a-z][a-z0-9-]*$"),
                violation_error_message="Le code d’une zone commence par une lettre : minuscules "
                "sans accent, chiffres et traits d’union.",
            ),
        ]

    def save(self, *args, **kwargs):
        self.code = self.code or code_of(self.name)
        super().save(*args, **kwargs)


def country_key(on_delete=models.CASCADE, **options):
    """The country or territory of a row."""
    label = "pays ou territoire"
    return models.ForeignKey("correspondents.Country", on_delete, verbose_name=label, **options)


class CountryQuerySet(OfServedCountries):
    """`visible_to` is for those who keep what is said of countries: anybody reads all of them."""

    country_path = "pk"

    def in_french_order(self):
        """By name, accents and case apart: Égypte next to Équateur, Îles Cook at I."""
        return self.order_by("name_norm")


@tracked(exclude=["name_norm"])
class Country(Named):
    """A country or territory (« pays ou territoire ») : ISO 3166, plus Kosovo as XK."""

    iso2 = models.CharField("code ISO à deux lettres", max_length=2, primary_key=True)
    iso3 = models.CharField("code ISO à trois lettres", max_length=3, unique=True)
    iso_numeric = models.CharField("code ISO numérique", max_length=3, blank=True)
    name = models.CharField("nom", max_length=120, unique=True)
    name_with_article = models.CharField(
        "nom avec article", max_length=140, help_text="« le Sénégal », « l’Inde », « Cuba »"
    )
    locative = models.CharField(
        "locatif", max_length=140, help_text="« au Sénégal », « en Inde », « à Cuba »"
    )
    genitive = models.CharField(
        "génitif", max_length=140, help_text="« du Sénégal », « d’Inde », « de Cuba »"
    )
    name_en = models.CharField("nom anglais", max_length=120, blank=True)
    zone = models.ForeignKey(
        Zone, models.PROTECT, verbose_name="zone géographique", related_name="countries"
    )
    capital = models.CharField("capitale ou chef-lieu", max_length=120, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    is_french = models.BooleanField("territoire français", default=False)
    look_alikes = models.ManyToManyField(
        "self", verbose_name="à ne pas confondre avec", symmetrical=True, blank=True
    )
    name_norm = normalised_field("name")

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = "pays ou territoire"
        verbose_name_plural = "pays et territoires"
        ordering = ["name_norm"]
        indexes = [
            GinIndex(OpClass("name_norm", name="gin_trgm_ops"), name="country_name_trigrams"),
        ]
        constraints = [
            models.CheckConstraint(
                name="country_codes_are_capitals",
                condition=models.Q(iso2__regex="^[A-Z]{2}$", iso3__regex="^[A-Z]{3}$"),
                violation_error_message="Les codes ISO s’écrivent en capitales : SN, SEN.",
            ),
        ]

    def get_absolute_url(self):
        return reverse("country_detail", args=[self.iso2.lower()])

    @property
    def initial(self):
        """The letter under which the name is listed: É at E."""
        return self.name_norm[:1].upper()


@tracked(exclude=["name_norm"])
class CountryAlias(Named):
    """Another name by which a country or territory is found."""

    class Kind(models.TextChoices):
        USAGE = "usage", "usage"
        OFFICIAL = "official", "nom officiel"
        FORMER = "former", "ancien nom"
        CLDR = "cldr", "nom dans une autre langue"

    country = country_key(related_name="aliases")
    name = models.CharField("autre nom", max_length=160)
    kind = models.CharField("nature", max_length=20, choices=Kind, default=Kind.USAGE)
    language = models.CharField("langue", max_length=3, default="fr")
    shown = models.BooleanField(
        "affiché", default=True, help_text="Décoché : le nom est reconnu, jamais affiché."
    )
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ["country_id", "name"]
        indexes = [
            models.Index(fields=["name_norm"], name="country_alias_norm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "name_norm"],
                name="one_alias_of_a_name_per_country",
                violation_error_message="Ce pays ou territoire porte déjà cet autre nom.",
            ),
            models.CheckConstraint(
                name="alias_is_longer_than_a_code",
                condition=models.Q(name__regex="^.{3,}$"),
                violation_error_message="Un autre nom compte au moins trois caractères : "
                "deux lettres se lisent comme un code ISO.",
            ),
        ]


class UnrecognisedEntity(Named):
    """A name that no alias may map to a country: who types it is sent to the delegation."""

    name = models.CharField("nom", max_length=160, unique=True)
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "entité non reconnue"
        verbose_name_plural = "entités non reconnues"
        ordering = ["name"]


class Place(Named):
    """A town abroad of 15,000 inhabitants or more, a capital or a chief town.

    Source: GeoNames (CC BY 4.0), replaced as a whole by `load_reference`.
    """

    geonames_id = models.IntegerField("identifiant GeoNames", primary_key=True)
    name = models.CharField("nom", max_length=200)
    country = country_key(related_name="places")
    population = models.IntegerField("population", default=0)
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    is_capital = models.BooleanField("capitale ou chef-lieu", default=False)

    class Meta:
        verbose_name = "ville"
        verbose_name_plural = "villes"
        ordering = ["-population"]


class PlaceName(Named):
    """One of the names of a town; the first is the one GeoNames prefers."""

    place = models.ForeignKey(Place, models.CASCADE, verbose_name="ville", related_name="names")
    name = models.CharField("nom", max_length=200)
    is_main = models.BooleanField("nom principal", default=False)
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "nom de ville"
        verbose_name_plural = "noms de villes"
        indexes = [
            models.Index(fields=["name_norm"], name="place_name_norm"),
        ]
