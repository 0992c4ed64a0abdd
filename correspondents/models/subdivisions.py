"""The parts of countries abroad by which people look for them: Länder, provinces, regions."""

from django.db import models

from correspondents.records.fields import Named
from correspondents.records.text import normalised_field

from .countries import country_key


class Subdivision(Named):
    """A first-level division of a country, or a region that French usage names, in one country.

    Source: ISO 3166-2 and CLDR (Unicode licence), and a table of our own; replaced as a whole by
    `load_reference`. `code` is that of ISO, else the country's with the name.
    """

    code = models.CharField("code", max_length=80, primary_key=True)
    country = country_key(related_name="subdivisions")
    kind = models.CharField("nature", max_length=60)
    name = models.CharField("nom", max_length=160)
    size = models.PositiveIntegerField(
        "habitants, en ordre de grandeur", default=0, help_text="Classe les homonymes."
    )

    class Meta:
        verbose_name = "région à l’étranger"
        verbose_name_plural = "régions à l’étranger"
        ordering = ["code"]

    @property
    def kind_and_country(self) -> str:
        """« Land d’Allemagne »."""
        return f"{self.kind} {self.country.genitive}"


class SubdivisionName(Named):
    """One of the names of a subdivision; the first is the French one."""

    subdivision = models.ForeignKey(
        Subdivision, models.CASCADE, verbose_name="région", related_name="names"
    )
    name = models.CharField("nom", max_length=160)
    is_main = models.BooleanField("nom principal", default=False)
    name_norm = normalised_field("name")

    class Meta:
        verbose_name = "nom de région"
        verbose_name_plural = "noms de régions"
        indexes = [
            models.Index(fields=["name_norm"], name="subdivision_name_norm"),
        ]
