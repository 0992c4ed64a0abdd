"""Notices of the delegation about work in a country: never a level of risk of its own."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from correspondents.models import Country
from correspondents.models.people_querysets import DateRange
from correspondents.records.fields import foreign_key
from correspondents.records.tracking import tracked

from .foreign import ForeignAuthority
from .partnerships import Partnership
from .sourced import Sourced, sourced

IN_DISORDER = "Le dernier jour d’un avis précède le premier."


class CountryNoticeQuerySet(models.QuerySet):
    def current(self, on=None):
        """Notices in force on the day, today by default, first and last day included."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def for_page_of(self, countries):
        """Notices of the countries, as a page shows them."""
        return self.filter(country__in=countries).with_country().most_serious_first()

    def in_zone(self, zone):
        return self.filter(country__zone=zone)

    def with_country(self):
        return self.select_related("country__zone")

    def most_serious_first(self):
        """Suspended cooperation, then vigilance, then information; the latest first."""
        kinds = CountryNotice.Kind
        order = [kinds.SUSPENDED, kinds.VIGILANCE, kinds.INFORMATION]
        whens = [models.When(kind=kind, then=Value(place)) for place, kind in enumerate(order)]
        return self.annotate(
            seriousness=models.Case(*whens, output_field=models.IntegerField())
        ).order_by("seriousness", "-starts_on", "pk")


def travel_advice_url(country):
    """The address of the ministry's advice to travellers."""
    return settings.TRAVEL_ADVICE_URL.replace("{pays}", slugify(country.name))


@tracked()
class CountryNotice(Sourced):
    """Information, vigilance or suspended cooperation in a country, dated and sourced.

    The level of risk is the ministry's travel advice to say: a notice links to it.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", "information"
        VIGILANCE = "vigilance", "vigilance"
        SUSPENDED = "suspended", "coopération suspendue"

    kind = models.CharField("nature", max_length=12, choices=Kind)
    country = foreign_key(Country, "notices")
    starts_on = models.DateField("à partir du", default=timezone.localdate)
    ends_on = models.DateField(
        "jusqu’au", null=True, blank=True, help_text="Vide : jusqu’à ce qu’il soit levé."
    )
    text = models.TextField(
        "texte",
        max_length=2000,
        help_text="Texte simple. Aucun niveau de risque : les conseils aux voyageurs le disent.",
    )
    updated_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    objects = CountryNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "avis sur un pays"
        verbose_name_plural = "avis sur les pays"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=IN_DISORDER,
            ),
            models.CheckConstraint(
                name="notice_has_its_source",
                condition=sourced(),
                violation_error_message="Un avis donne sa source et l’adresse de celle-ci.",
            ),
            ExclusionConstraint(
                name="one_notice_of_a_kind_at_a_time",
                expressions=[
                    ("country", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Un avis de cette nature court déjà à ces dates dans ce "
                "pays : modifiez-le, ou terminez-le d’abord.",
            ),
        ]

    def __str__(self):
        return f"{self.country} : {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{reverse('country_detail', args=[self.country_id.lower()])}#avis"

    def clean(self):
        """The days in order first: the base makes no range of days in disorder."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": IN_DISORDER})

    @property
    def is_grave(self):
        """Whether a visitor must read it before writing to anybody."""
        return self.kind != self.Kind.INFORMATION

    @property
    def travel_advice_url(self):
        """The address of the ministry's advice to travellers."""
        return travel_advice_url(self.country)

    def partnerships(self, user):
        """Partnerships that it touches and the account may see: a partner there, and not over."""
        there = ForeignAuthority.objects.filter(country=self.country_id)
        over = [Partnership.Status.ENDED, Partnership.Status.BROKEN]
        return Partnership.objects.visible_to(user).at(there).exclude(status__in=over)
