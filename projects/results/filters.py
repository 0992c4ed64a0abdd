"""The filters of the list of the projects retained."""

from functools import partial

import django_filters
from django import forms

from atlas.finder.meanings import sides_of
from atlas.models import ForeignAuthority
from atlas.public.filters import AuthorityFilter, ThemeFilter, either_side
from correspondents.directory.filters import CountryFilter, DescribedFilterSet, ZoneFilter, by
from projects.models import Call

from . import rows

# A browser keeps any text in this field, « zut » too: the message of error is about it.
DIGITS = forms.TextInput(attrs={"inputmode": "numeric"})
NO_TERRITORY = "Aucun territoire n’a ce numéro : c’est celui de l’adresse de sa page."


def announced_calls(request):
    """Those whose results are public, asked for at each request."""
    return Call.objects.published().filter(committees__results_at__isnull=False).distinct()


class ProjectFilter(DescribedFilterSet):
    """The filters of `/projets/` and of its export."""

    q = django_filters.CharFilter(
        label="Intitulé, numéro, collectivité ou partenaire", method="by_text", max_length=200
    )
    pays = CountryFilter(label="Pays du projet", method=by(rows.in_country))
    zone = ZoneFilter(method=by(rows.in_zone))
    # By the link of a territory's page: they are too many for a list.
    territoire = django_filters.ModelChoiceFilter(
        label="Territoire partenaire",
        queryset=ForeignAuthority.objects.all(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NO_TERRITORY},
        method=by(rows.at),
    )
    theme = ThemeFilter(method=by(rows.about))
    appel = django_filters.ModelChoiceFilter(
        label="Appel à projets",
        queryset=announced_calls,
        to_field_name="slug",
        field_name="committee__call",
        empty_label="Tous",
    )
    collectivite = AuthorityFilter(
        label="SIREN ou code d’une collectivité", method=by(rows.of_authority), max_length=40
    )
    annee = django_filters.NumberFilter(
        label="Année du comité",
        field_name="committee__held_on__year",
        min_value=1990,
        max_value=2100,
        decimal_places=0,
        widget=DIGITS,
    )

    def worded(self, queryset, text):
        return rows.naming(queryset, text)

    def named(self, queryset, meaning):
        sides = sides_of(meaning)
        self.understood = sides.in_words
        of_authorities, at = partial(rows.from_areas, queryset), partial(rows.at_any, queryset)
        return either_side(sides, of_authorities, at)
