"""The filters of the list of calls."""

import django_filters

from atlas.public.filters import ThemeFilter
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, by
from projects.models import Call
from projects.models.callqueries import CallQuerySet


class CallFilter(DescribedFilterSet):
    """The filters of `/appels-a-projets/`: a country finds the calls that are open to it."""

    q = django_filters.CharFilter(
        label="Mots du titre ou du résumé", method="by_text", max_length=200
    )
    pays = CountryFilter(label="Pays du projet", method=by(CallQuerySet.open_to))
    theme = ThemeFilter(method=by(CallQuerySet.about))
    famille = django_filters.ChoiceFilter(
        label="Famille", choices=Call.Family.choices, field_name="family", empty_label="Toutes"
    )
    situation = django_filters.ChoiceFilter(
        label="Situation",
        choices=list(Call.STATES.items()),
        method=by(CallQuerySet.in_states),
        empty_label="Toutes",
    )
