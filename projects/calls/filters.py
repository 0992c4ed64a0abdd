"""What the list of calls may be narrowed by."""

import django_filters

from atlas.public.filters import ThemeFilter
from correspondents.directory.filters import CountryFilter, DescribedFilterSet
from projects.models import Call


class CallFilter(DescribedFilterSet):
    """The filters of `/appels-a-projets/`: a country finds the calls that are open to it."""

    q = django_filters.CharFilter(
        label="Mots du titre ou du résumé", method="by_text", max_length=200
    )
    pays = CountryFilter(label="Pays du projet", method="by_country")
    theme = ThemeFilter(method="by_theme")
    famille = django_filters.ChoiceFilter(
        label="Famille", choices=Call.Family.choices, field_name="family", empty_label="Toutes"
    )
    situation = django_filters.ChoiceFilter(
        label="Situation",
        choices=list(Call.STATES.items()),
        method="by_state",
        empty_label="Toutes",
    )

    def by_country(self, queryset, name, value):
        return queryset.open_to(value)

    def by_theme(self, queryset, name, value):
        return queryset.about(value)

    def by_state(self, queryset, name, value):
        return queryset.in_states(value)
