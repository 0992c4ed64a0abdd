"""What the list of calls may be narrowed by."""

import django_filters
from dsfr.forms import DsfrBaseForm

from atlas.models import Theme
from correspondents.directory.filters import CountryFilter, DescribedFilterSet
from correspondents.models import Country
from projects.models import Call


class CallFilter(DescribedFilterSet):
    """The filters of `/appels-a-projets/`: a country finds the calls that are open to it."""

    q = django_filters.CharFilter(
        label="Mots du titre ou du résumé", method="by_text", max_length=200
    )
    pays = CountryFilter(
        label="Pays du projet",
        queryset=Country.objects.filter(is_french=False),
        to_field_name="iso2",
        method="by_country",
        empty_label="Tous",
    )
    theme = django_filters.ModelChoiceFilter(
        label="Thématique",
        queryset=Theme.objects.in_tree_order(),
        to_field_name="code",
        method="by_theme",
        empty_label="Toutes",
    )
    famille = django_filters.ChoiceFilter(
        label="Famille", choices=Call.Family.choices, field_name="family", empty_label="Toutes"
    )
    situation = django_filters.ChoiceFilter(
        label="Situation",
        choices=list(Call.STATES.items()),
        method="by_state",
        empty_label="Toutes",
    )

    class Meta:
        model = Call
        fields = []
        form = DsfrBaseForm

    def by_text(self, queryset, name, value):
        return queryset.matching(value)

    def by_country(self, queryset, name, value):
        return queryset.open_to(value)

    def by_theme(self, queryset, name, value):
        return queryset.about(value)

    def by_state(self, queryset, name, value):
        return queryset.in_states(value)
