"""What the inventory may be narrowed by: one filter, one QuerySet method."""

import django_filters
from dsfr.forms import DsfrBaseForm

from correspondents.filters import CountryFilter, DescribedFilterSet
from correspondents.models import Country, Zone

from .models import LocalAuthority, Partnership, Theme

Type = LocalAuthority.Type
TO_CONFIRM = "a-confirmer"


def of_types(*types):
    """The authorities of these types, as the choices of a filter: asked for at each request."""
    return lambda request: LocalAuthority.objects.filter(type__in=types).order_by("name_norm")


class PartnershipFilter(DescribedFilterSet):
    """The filters of `/atlas/` and of its export; a status is filtered as the public reads it."""

    q = django_filters.CharFilter(
        label="Collectivité, partenaire ou pays", method="by_text", max_length=200
    )
    pays = CountryFilter(
        label="Pays ou territoire",
        queryset=Country.objects.filter(is_french=False),
        to_field_name="iso2",
        field_name="partner__country",
        empty_label="Tous",
    )
    zone = django_filters.ModelChoiceFilter(
        label="Zone géographique",
        queryset=Zone.objects.all(),
        field_name="partner__country__zone",
        empty_label="Toutes",
    )
    region = django_filters.ModelChoiceFilter(
        label="Région française",
        queryset=of_types(Type.REGION, Type.CTU),
        to_field_name="local_code",
        method="by_area",
        empty_label="Toutes",
    )
    departement = django_filters.ModelChoiceFilter(
        label="Département français",
        queryset=of_types(Type.DEPARTEMENT, Type.COM),
        to_field_name="local_code",
        method="by_area",
        empty_label="Tous",
    )
    theme = django_filters.ModelChoiceFilter(
        label="Thématique",
        queryset=Theme.objects.in_tree_order(),
        to_field_name="code",
        method="by_theme",
        empty_label="Toutes",
    )
    nature = django_filters.ChoiceFilter(
        label="Nature", choices=Partnership.Kind.choices, field_name="kind", empty_label="Toutes"
    )
    etat = django_filters.ChoiceFilter(
        label="État",
        choices=[(TO_CONFIRM, Partnership.TO_CONFIRM), *Partnership.Status.choices],
        method="by_status",
        empty_label="Tous",
    )

    class Meta:
        model = Partnership
        fields = []
        form = DsfrBaseForm

    def by_text(self, queryset, name, value):
        return queryset.matching(value)

    def by_area(self, queryset, name, value):
        return queryset.from_area(value)

    def by_theme(self, queryset, name, value):
        return queryset.about(value)

    def by_status(self, queryset, name, value):
        return queryset.filter(public_status="" if value == TO_CONFIRM else value)
