"""What the news may be narrowed by; the feeds and the alerts take the same words."""

import django_filters
from dsfr.forms import DsfrBaseForm

from atlas.models import NewsItem, Theme
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, ZoneFilter
from correspondents.models import Country


class NewsFilter(DescribedFilterSet):
    """The filters of `/actualites/`: a country is told what is said of its whole zone too."""

    q = django_filters.CharFilter(
        label="Mots du titre ou du texte", method="by_text", max_length=200
    )
    pays = CountryFilter(
        label="Pays ou territoire",
        queryset=Country.objects.select_related("zone"),
        to_field_name="iso2",
        method="by_country",
        empty_label="Tous",
    )
    zone = ZoneFilter(method="by_zone")
    nature = django_filters.ChoiceFilter(
        label="Nature", choices=NewsItem.Kind.choices, field_name="kind", empty_label="Toutes"
    )
    theme = django_filters.ModelChoiceFilter(
        label="Thématique",
        queryset=Theme.objects.in_tree_order(),
        to_field_name="code",
        method="by_theme",
        empty_label="Toutes",
    )

    class Meta:
        model = NewsItem
        fields = []
        form = DsfrBaseForm

    def by_text(self, queryset, name, value):
        return queryset.matching(value)

    def by_country(self, queryset, name, value):
        return queryset.about_country(value)

    def by_zone(self, queryset, name, value):
        return queryset.in_zone(value)

    def by_theme(self, queryset, name, value):
        return queryset.about(value)
