"""The filters of news; the feeds and the alerts use them too."""

import django_filters

from atlas.models import NewsItem
from atlas.public.filters import ThemeFilter, by
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, ZoneFilter
from correspondents.models import Country


class NewsFilter(DescribedFilterSet):
    """The filters of `/actualites/`: a country includes the news of its whole zone."""

    q = django_filters.CharFilter(
        label="Mots du titre ou du texte", method="by_text", max_length=200
    )
    pays = CountryFilter(
        queryset=Country.objects.select_related("zone"), method=by("about_country")
    )
    zone = ZoneFilter(method=by("in_zone"))
    nature = django_filters.ChoiceFilter(
        label="Nature", choices=NewsItem.Kind.choices, field_name="kind", empty_label="Toutes"
    )
    theme = ThemeFilter(method=by("about"))
