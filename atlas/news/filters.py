"""What the news may be narrowed by; the feeds and the alerts take the same words."""

import django_filters

from atlas.models import NewsItem
from atlas.public.filters import ThemeFilter
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, ZoneFilter
from correspondents.models import Country


class NewsFilter(DescribedFilterSet):
    """The filters of `/actualites/`: a country is told what is said of its whole zone too."""

    q = django_filters.CharFilter(
        label="Mots du titre ou du texte", method="by_text", max_length=200
    )
    pays = CountryFilter(queryset=Country.objects.select_related("zone"), method="by_country")
    zone = ZoneFilter(method="by_zone")
    nature = django_filters.ChoiceFilter(
        label="Nature", choices=NewsItem.Kind.choices, field_name="kind", empty_label="Toutes"
    )
    theme = ThemeFilter(method="by_theme")

    def by_country(self, queryset, name, value):
        return queryset.about_country(value)

    def by_zone(self, queryset, name, value):
        return queryset.in_zone(value)

    def by_theme(self, queryset, name, value):
        return queryset.about(value)
