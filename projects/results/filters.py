"""What the list of the projects retained may be narrowed by."""

import django_filters
from dsfr.forms import DsfrBaseForm

from atlas.filters import AuthorityFilter
from atlas.models import Theme
from correspondents.filters import CountryFilter, DescribedFilterSet, ZoneFilter
from correspondents.models import Country
from projects.models import Call, Decision

from . import rows


def announced_calls(request):
    """Those whose results are public, asked for at each request."""
    return Call.objects.published().filter(committees__results_at__isnull=False).distinct()


class ProjectFilter(DescribedFilterSet):
    """The filters of `/projets/` and of its export."""

    q = django_filters.CharFilter(
        label="Intitulé, numéro, collectivité ou partenaire", method="by_text", max_length=200
    )
    pays = CountryFilter(
        label="Pays du projet",
        queryset=Country.objects.filter(is_french=False),
        to_field_name="iso2",
        method="by_country",
        empty_label="Tous",
    )
    zone = ZoneFilter(method="by_zone")
    theme = django_filters.ModelChoiceFilter(
        label="Thématique",
        queryset=Theme.objects.in_tree_order(),
        to_field_name="code",
        method="by_theme",
        empty_label="Toutes",
    )
    appel = django_filters.ModelChoiceFilter(
        label="Appel à projets",
        queryset=announced_calls,
        to_field_name="slug",
        field_name="committee__call",
        empty_label="Tous",
    )
    collectivite = AuthorityFilter(
        label="SIREN ou code d’une collectivité", method="by_authority", max_length=40
    )
    annee = django_filters.NumberFilter(
        label="Année du comité",
        field_name="committee__held_on__year",
        min_value=1990,
        max_value=2100,
        decimal_places=0,
    )

    class Meta:
        model = Decision
        fields = []
        form = DsfrBaseForm

    def by_text(self, queryset, name, value):
        return rows.naming(queryset, value)

    def by_country(self, queryset, name, value):
        return rows.in_country(queryset, value)

    def by_zone(self, queryset, name, value):
        return rows.in_zone(queryset, value)

    def by_theme(self, queryset, name, value):
        return rows.about(queryset, value)

    def by_authority(self, queryset, name, value):
        return rows.of_authority(queryset, value)
