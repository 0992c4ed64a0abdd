"""Towns that bear the same name in another country."""

from django.db.models import Value

from .models import PlaceName
from .text import Normalised


def namesakes(city, country, limit=5):
    """The biggest town of each other country whose own name is the city's, in one query."""
    if not city:
        return []
    names = (
        PlaceName.objects.filter(name_norm=Normalised(Value(city)), is_main=True)
        .exclude(place__country=country)
        .select_related("place__country")
        .only("name", "place__country__name")
        .order_by("-place__population")
    )
    first_of_each = {name.place.country_id: name for name in reversed(names[:50])}
    return list(first_of_each.values())[::-1][:limit]
