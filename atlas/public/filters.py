"""The filters of the inventory: one filter, one QuerySet method."""

from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from atlas.finder.meanings import sides_of
from atlas.models import LocalAuthority, Partnership, Theme
from atlas.models.inventory import READING_ORDER
from atlas.models.partnerships import FIRST_YEAR
from correspondents.directory.filters import (
    CachedChoiceField,
    CountryFilter,
    DescribedFilterSet,
    ZoneFilter,
)
from correspondents.records.text import words_of

Type = LocalAuthority.Type
REGIONS = [Type.REGION, Type.CTU]
DEPARTMENTS = [Type.DEPARTEMENT, Type.COM]
TO_CONFIRM = "a-confirmer"
TO_SPECIFY = "a-preciser"
UNKNOWN_YEAR = "inconnue"
NEVER = "jamais"
FIRST_CONFIRMATION = 2015  # no inventory is older
SORT = "tri"
# By the value of the sort: its words and what comes before the reading order.
SORTS = {
    "collectivite": ("collectivité française", F("lead__name_norm").asc()),
    "annee": ("année de signature", F("first_signed_year").desc(nulls_last=True)),
    "confirmation": ("dernière confirmation", F("confirmed_on").desc(nulls_last=True)),
}


def decades():
    """The choices of a year: every decade until today's, the latest first."""
    this = timezone.localdate().year // 10 * 10
    choices = [(f"{y}-{y + 9}", f"de {y} à {y + 9}") for y in range(this, FIRST_YEAR - 1, -10)]
    return [*choices, (UNKNOWN_YEAR, "année inconnue")]


def confirmations():
    """The choices of the year of confirmation, the latest first."""
    years = range(timezone.localdate().year, FIRST_CONFIRMATION - 1, -1)
    return [*((str(year), str(year)) for year in years), (NEVER, "jamais confirmé")]


class AuthorityField(forms.CharField):
    """A French authority by its SIREN, or by its code in the directory."""

    def clean(self, value):
        code = super().clean(value).replace(" ", "")
        if not code:
            return None
        authority = LocalAuthority.objects.coded(code).first()
        if authority is None:
            raise ValidationError(
                f"Aucune collectivité n’a le SIREN ou le code « {code} ». Écrivez "
                "les neuf chiffres d’un SIREN, ou cherchez la collectivité par son nom."
            )
        return authority


def by(method):
    """The `method` of a filter: narrow the rows by the QuerySet method of this name."""
    return lambda queryset, name, value: getattr(queryset, method)(value)


class AuthorityFilter(django_filters.Filter):
    field_class = AuthorityField


class ThemeFilter(django_filters.ModelChoiceFilter):
    """A theme by its code."""

    def __init__(self, **options):
        defaults = {"label": "Thématique", "to_field_name": "code", "empty_label": "Toutes"}
        super().__init__(**{**defaults, "queryset": Theme.objects.in_tree_order(), **options})


class InventoryChoiceField(CachedChoiceField):
    groups = {"inventory"}


class InventoryChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = InventoryChoiceField


def area(label, types, empty_label):
    """A filter by an authority of these types, which are read at each request."""
    return InventoryChoiceFilter(
        label=label,
        queryset=lambda _: LocalAuthority.objects.filter(type__in=types).order_by("name_norm"),
        to_field_name="local_code",
        method=by("from_area"),
        empty_label=empty_label,
    )


def either_side(sides, of_authorities, at):
    """[the rows of the French authorities, those of the territories], each if the text has any.

    Both functions take keys.
    """
    parts = []
    if sides.authorities:
        parts.append(of_authorities([authority.pk for authority in sides.authorities]))
    if sides.territories:
        parts.append(at([territory.pk for territory in sides.territories]))
    return parts


class PartnershipFilter(DescribedFilterSet):
    """The filters of `/atlas/` and of its export; a status is filtered as the public reads it."""

    q = django_filters.CharFilter(
        label="Collectivité, partenaire ou pays", method="by_text", max_length=200
    )
    pays = CountryFilter(field_name="partner__country")
    zone = ZoneFilter(field_name="partner__country__zone")
    region = area("Région française", REGIONS, "Toutes")
    departement = area("Département français", DEPARTMENTS, "Tous")
    collectivite = AuthorityFilter(
        label="SIREN ou code d’une collectivité", method=by("of_authority"), max_length=40
    )
    theme = InventoryChoiceFilter(
        label="Thématique",
        queryset=Theme.objects.in_tree_order(),
        to_field_name="code",
        method=by("about"),
        empty_label="Toutes",
    )
    nature = django_filters.ChoiceFilter(
        label="Nature",
        choices=[*Partnership.Kind.choices, (TO_SPECIFY, "nature à préciser")],
        method="by_kind",
        empty_label="Toutes",
    )
    etat = django_filters.ChoiceFilter(
        label="État",
        choices=[(TO_CONFIRM, Partnership.TO_CONFIRM), *Partnership.Status.choices],
        method="by_status",
        empty_label="Tous",
    )
    annee = django_filters.ChoiceFilter(
        label="Première signature", choices=decades, method="by_year", empty_label="Toutes"
    )
    confirme = django_filters.ChoiceFilter(
        label="Dernière confirmation",
        choices=confirmations,
        method="by_confirmation",
        empty_label="Toutes",
    )
    tri = django_filters.ChoiceFilter(
        label="Trier par",
        choices=[(name, words) for name, (words, _) in SORTS.items()],
        method="sorted_by",
        empty_label="pays",
    )

    untagged = {"q", SORT}

    def active(self):
        """The sort narrows nothing."""
        return [row for row in super().active() if row[0] != SORT]

    def sorted_by(self, queryset, name, value):
        return queryset.order_by(SORTS[value][1], *READING_ORDER)

    def worded(self, queryset, text):
        return queryset.naming(self.words)

    def named(self, queryset, meaning):
        sides = sides_of(meaning)
        self.understood = sides.in_words
        return either_side(sides, queryset.from_areas, queryset.at)

    @cached_property
    def words(self):
        """The words of the text, read once for the list and for its counts."""
        return words_of(self.form.cleaned_data["q"])

    def by_kind(self, queryset, name, value):
        return queryset.filter(kind="" if value == TO_SPECIFY else value)

    def by_status(self, queryset, name, value):
        return queryset.filter(public_status="" if value == TO_CONFIRM else value)

    def by_year(self, queryset, name, value):
        if value == UNKNOWN_YEAR:
            return queryset.filter(first_signed_year__isnull=True)
        return queryset.filter(first_signed_year__range=value.split("-"))

    def by_confirmation(self, queryset, name, value):
        if value == NEVER:
            return queryset.filter(confirmed_on__isnull=True)
        return queryset.filter(confirmed_on__year=value)

    @property
    def in_force(self):
        """The names of the filters that have a value."""
        return {name for name, _, _ in self.active()}
