"""The inventory of a country, for the page of the country."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Func, TextField, Value
from django.db.models.functions import Cast

from atlas.models import Partnership, Theme

SHOWN = 8


@dataclass
class CountryInventory:
    """Published partnerships: their number, their themes, the most frequent first, and some of
    them, confirmed ones first."""

    count: int
    themes: list = field(default_factory=list)
    partnerships: list = field(default_factory=list)


def inventory_of(country):
    """The inventory of a country in a constant number of queries, one when it is empty.

    Themes are those of the first level, each partnership counted once under each.
    """
    partnerships = Partnership.objects.published().in_country(country)
    count = partnerships.count()
    if not count:
        return CountryInventory(0)
    return CountryInventory(count, branches_of(partnerships), first_of(partnerships))


def branches_of(partnerships):
    """[(theme of the first level, partnerships that have it or one below)], most frequent first."""
    top = Func(F("themes__path"), Value("/"), Value(1), function="split_part")
    counted = (
        partnerships.order_by()
        .exclude(themes=None)
        .annotate(top=Cast(top, TextField()))
        .values("top")
        .annotate(number=Count("pk", distinct=True))
        .values_list("top", "number")
    )
    names = dict(Theme.objects.filter(level=1).values_list("code", "name"))
    return sorted(((names[code], number) for code, number in counted), key=lambda t: (-t[1], t[0]))


def first_of(partnerships):
    """Some of them with both sides and their themes: those that a post has confirmed first."""
    order = [F("confirmed_on").desc(nulls_last=True), "lead__name_norm", "pk"]
    rows = partnerships.select_related("lead__department", "lead__region", "partner__country")
    return list(rows.prefetch_related("themes", "other_authorities").order_by(*order)[:SHOWN])
