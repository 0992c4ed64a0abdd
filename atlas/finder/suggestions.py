"""The known places that a foreign authority may be: towns of GeoNames, by country and name."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Max, OuterRef, Q, Subquery, Value, When

from atlas.models import ForeignAuthority
from correspondents.models import Country, Place
from correspondents.records.text import Normalised

MOST = 10
LIKE = 0.4  # trigram similarity of a name that is offered


def places_like(country: Country | str, name: str) -> list[Place]:
    """The places of a country that a name may mean, likeliest first, at most ten, in one query.

    Accents, case and hyphens apart; another name of the place counts, its beginning and a
    mistyped name too. Each has `known`: the key of the foreign authority that it already is.
    """
    norm = Normalised(Value(name))
    rank = Case(
        When(names__name_norm=norm, then=2.0),
        When(names__name_norm__startswith=norm, then=1.0),
        default=TrigramSimilarity("names__name_norm", norm),  # type: ignore[arg-type]
    )
    own = ForeignAuthority.objects.filter(geonames_id=OuterRef("pk"))
    return list(
        Place.objects.filter(country=country)
        .annotate(likeness=Max(rank), known=Subquery(own.values("pk")))
        .filter(Q(likeness__gte=LIKE))
        .order_by("-likeness", "-population")[:MOST]
    )


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
