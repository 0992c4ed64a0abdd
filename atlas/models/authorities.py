"""French local authorities: those of today, merged ones, and those of no register."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import number_format

from atlas.partialdates import PartialDateField, in_words, is_partial_date
from correspondents.records.fields import foreign_key, optional_key
from correspondents.records.text import normalised_field
from correspondents.records.tracking import tracked

OUT_OF_REGISTERS = "hors-liste-"  # how the code of an authority of no register begins


class LocalAuthorityQuerySet(models.QuerySet):
    def existing(self):
        """Authorities of today: neither merged nor replaced."""
        return self.filter(successor__isnull=True)

    def replaced(self):
        return self.filter(successor__isnull=False)

    def with_parents(self):
        """With the authorities that contain them and that succeed them, in the same query."""
        successors = ["successor__region", "successor__department"]
        return self.select_related("region", "department", "epci", *successors)

    def biggest_first(self, *before):
        """By population, after the orders of `before`."""
        return self.order_by(*before, F("population").desc(nulls_last=True), "pk")

    def in_areas(self, areas):
        """These authorities, and those of the regions and départements among them."""
        return self.filter(Q(pk__in=areas) | Q(region__in=areas) | Q(department__in=areas))

    def coded(self, code):
        """The authority of this SIREN or of this code of the directory."""
        return self.filter(Q(siren=code) | Q(local_code=code))


@tracked(exclude=["name_norm"])
class LocalAuthority(models.Model):
    """A French local authority or a grouping of them.

    Source: INSEE and the registers of local authorities (Licence Ouverte 2.0), loaded by
    `load_reference`. What is in no register (a syndicat mixte) is created by hand, without a
    SIREN if need be. A merged commune keeps its row and says what it has become.
    """

    class Type(models.TextChoices):
        REGION = "region", "région"
        CTU = "ctu", "collectivité territoriale unique"
        DEPARTEMENT = "departement", "département"
        COM = "com", "collectivité d’outre-mer"
        METROPOLE = "metropole", "métropole"
        EPCI = "epci", "communauté de communes, d’agglomération ou urbaine"
        EPT = "ept", "établissement public territorial"
        COMMUNE = "commune", "commune"
        SYNDICAT = "syndicat", "syndicat"
        OTHER = "other", "autre groupement"

    class Part(models.TextChoices):
        DELEGATED = "delegated", "commune déléguée"
        ASSOCIATED = "associated", "commune associée"

    type = models.CharField("nature", max_length=12, choices=Type)
    name = models.CharField("nom", max_length=200)
    siren = models.CharField(
        "SIREN",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        help_text="Neuf chiffres. Vide : la collectivité n’en a pas, ou il n’est pas connu.",
        error_messages={"unique": "Une collectivité porte déjà ce SIREN."},
    )
    insee = models.CharField(
        "code INSEE", max_length=5, blank=True, help_text="Vide pour une intercommunalité."
    )
    local_code = models.CharField(
        "code de l’annuaire",
        max_length=40,
        unique=True,
        blank=True,
        error_messages={"unique": "Ce code est déjà pris."},
        help_text="Stable, il nomme la page quand il n’y a pas de SIREN.",
    )
    region = optional_key("self", verbose_name="région")
    department = optional_key("self", verbose_name="département")
    epci = optional_key("self", "communes", verbose_name="intercommunalité")
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    successor = optional_key("self", "predecessors", verbose_name="est devenue")
    merged_on = PartialDateField("depuis le")
    merged_as = models.CharField(
        "statut dans celle qui succède", max_length=10, choices=Part, blank=True
    )
    former_codes = ArrayField(
        models.CharField(max_length=5), verbose_name="anciens codes INSEE", default=list, blank=True
    )
    is_kept_by_hand = models.BooleanField(
        "tenue à la main",
        default=False,
        help_text="Coché : le chargement des référentiels ne la modifie plus.",
    )
    is_invented = models.BooleanField(
        "inventée", default=False, help_text="Pour une démonstration : elle n’existe pas."
    )
    name_norm = normalised_field("name")

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité française"
        verbose_name_plural = "collectivités françaises"
        ordering = ["name_norm", "id"]
        indexes = [
            models.Index(fields=["name_norm"], name="local_authority_norm"),
            models.Index(fields=["insee"], name="local_authority_insee"),
            models.Index(fields=["type"], name="local_authority_type"),
            GinIndex(OpClass("name_norm", name="gin_trgm_ops"), name="local_authority_trigrams"),
            GinIndex(fields=["former_codes"], name="local_authority_former_codes"),
        ]
        constraints = [
            models.CheckConstraint(
                name="siren_has_nine_digits",
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^\d{9}$"),
                violation_error_message="Un SIREN compte neuf chiffres, sans espace.",
            ),
            models.CheckConstraint(
                name="insee_code_is_one",
                condition=Q(insee="") | Q(insee__regex=r"^(\d{2}|\d[AB]|\d{3}|\d[\dAB]\d{3})$"),
                violation_error_message="Un code INSEE s’écrit 35238, 2A004, 35 ou 974.",
            ),
            models.UniqueConstraint(
                fields=["type", "insee"],
                condition=~Q(insee="") & Q(successor__isnull=True),
                name="one_authority_of_an_insee_code",
                violation_error_message="Une autre collectivité porte déjà ce code INSEE.",
            ),
            models.CheckConstraint(
                name="authority_is_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                violation_error_message="Une collectivité ne se succède pas à elle-même.",
            ),
            models.CheckConstraint(
                name="merger_date_is_that_of_a_merger",
                condition=Q(merged_on="") | Q(successor__isnull=False),
                violation_error_message="Une date de fusion va avec la collectivité qui succède.",
            ),
            models.CheckConstraint(
                name="part_of_an_authority_has_a_successor",
                condition=Q(merged_as="")
                | Q(merged_as__in=["delegated", "associated"], successor__isnull=False),
                violation_error_message="Une commune déléguée ou associée l’est d’une autre.",
            ),
            models.CheckConstraint(
                name="merged_on_is_a_partial_date",
                condition=is_partial_date("merged_on"),
                violation_error_message="La date de fusion s’écrit 2019, 2019-05 ou 2019-05-03.",
            ),
            models.CheckConstraint(
                name="authority_has_both_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Un point a une latitude et une longitude, en degrés.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.local_code:
            self.local_code = free_code()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("authority_detail", args=[self.code])

    @property
    def code(self):
        """Its code in addresses: its SIREN, else the code of the directory."""
        return self.siren or self.local_code

    @property
    def is_out_of_registers(self):
        """Whether a person created it: it is in no register."""
        return self.local_code.startswith(OUT_OF_REGISTERS)

    @property
    def since_in_words(self):
        """« depuis le 1er janvier 2016 », « depuis 2019 », "" when it is not known."""
        words = in_words(self.merged_on)
        if self.merged_on.count("-") < 2:
            return f"depuis {words}" if words else ""
        return f"depuis le 1er {words[2:]}" if words.startswith("1 ") else f"depuis le {words}"

    @property
    def population_in_words(self):
        """« 327 734 », "" when it is not known."""
        return (
            "" if self.population is None else number_format(self.population, force_grouping=True)
        )

    @property
    def current(self):
        """Its last successor, itself when it still exists."""
        return self.successor.current if self.successor_id else self

    @property
    def where(self):
        """The département or region: « Isère », « Bretagne », or ""."""
        parent = self.department or self.region
        return parent.name if parent and parent.pk != self.pk else ""

    @property
    def name_and_place(self):
        """« Sainte-Colombe (Doubs) », as one types it."""
        return f"{self.name} ({self.where})" if self.where else self.name

    @property
    def kind_and_place(self):
        """« commune, Isère »."""
        return ", ".join(filter(None, [self.get_type_display(), self.where]))

    @property
    def told_apart(self):
        """The name with its kind and place: « Sainte-Colombe (commune, Doubs) »."""
        return f"{self.name} ({self.kind_and_place})"


def free_code():
    """A new code for an authority of no register: « hors-liste-17 »."""
    taken = LocalAuthority.objects.filter(local_code__startswith=OUT_OF_REGISTERS)
    codes = taken.values_list("local_code", flat=True)
    numbers = [int(code.removeprefix(OUT_OF_REGISTERS)) for code in codes]
    return f"{OUT_OF_REGISTERS}{max(numbers, default=0) + 1}"


@tracked(exclude=["name_norm"])
class LocalAuthorityName(models.Model):
    """Another name by which a French authority is found: a former one, one of usage."""

    authority = foreign_key(LocalAuthority, "names", models.CASCADE, verbose_name="collectivité")
    name = models.CharField("autre nom", max_length=200)
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "autre nom d’une collectivité"
        verbose_name_plural = "autres noms de collectivités"
        ordering = ["name_norm"]
        indexes = [models.Index(fields=["name_norm"], name="local_name_norm")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name_norm"],
                name="one_name_of_an_authority",
                violation_error_message="Cette collectivité porte déjà cet autre nom.",
            ),
        ]

    def __str__(self):
        return self.name
