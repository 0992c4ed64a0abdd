"""The known places that a foreign authority may be: towns of GeoNames, by country and name."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import Exact

from atlas.models import ForeignAuthority
from correspondents.models import Country, Place

from .titles import Bare, bare, likeness

MOST = 10
LIKE = 0.4  # likeness of a name that is offered


def places_like(country: Country | str, name: str) -> list[Place]:
    """The places of a country that a name may mean, likeliest first, at most ten, in one query.

    Accents, case, hyphens and words of a type apart; another name of the place counts, its
    beginning and a mistyped name too; without a Latin letter, that very name alone. Each has
    `known`: the key of the foreign authority that it already is.
    """
    typed = bare(name)
    rank = Case(
        When(names__name__iexact=name, then=2.0),
        When(Exact(typed, ""), then=0.0),
        When(names__name_norm=typed, then=2.0),
        When(names__name_norm__startswith=typed, then=1.0),
        default=likeness(F("names__name_norm"), typed),
    )
    own = ForeignAuthority.objects.filter(geonames_id=OuterRef("pk"))
    return list(
        Place.objects.filter(country=country)
        .annotate(likeness=Max(rank), known=Subquery(own.values("pk")))
        .filter(Q(likeness__gte=LIKE))
        .order_by("-likeness", "-population")[:MOST]
    )


def authorities_like(authorities: QuerySet[ForeignAuthority], name: str) -> QuerySet:
    """Those of these authorities whose name, or another of their names, resembles it."""
    typed = bare(name)
    own, other = likeness(Bare("name_norm"), typed), likeness(Bare("names__name_norm"), typed)
    rows = authorities.annotate(likeness=Greatest(own, Coalesce(Max(other), 0.0)))
    rows = rows.filter(~Exact(typed, ""), likeness__gte=LIKE)
    return rows.order_by("-likeness", "pk")


def as_initial(place: Place) -> str:
    """The query string that fills the form of a foreign authority with a place."""
    values = {"name": place.name, "country": place.country_id, "geonames_id": place.pk}
    return urlencode({**values, "latitude": place.latitude, "longitude": place.longitude})


class SuggestionForm(forms.Form):
    """A country and a name, to look for places."""

    country = forms.ModelChoiceField(
        Country.objects.exclude(pk="FR"), label="Pays ou territoire", empty_label="Choisissez"
    )
    q = forms.CharField(label="Nom du lieu", max_length=200, min_length=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"prefix": None, "auto_id": "lieu_%s", **options})

    def suggestions(self) -> list[tuple[Place, str]]:
        """[(place, query string)] of the likeliest places."""
        country, name = self.cleaned_data["country"], self.cleaned_data["q"]
        return [(place, as_initial(place)) for place in places_like(country, name)]
