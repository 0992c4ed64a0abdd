"""The inventory of a country, for the page of the country."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Func, TextField, Value
from django.db.models.functions import Cast

from atlas.models import LocalAuthority, Partnership, Theme

SHOWN = 12


@dataclass
class CountryInventory:
    """Published partnerships: their number, themes and leads, the most frequent first."""

    count: int
    themes: list = field(default_factory=list)
    authorities: list = field(default_factory=list)


def inventory_of(country):
    """The inventory of a country in four queries, one when it is empty.

    Themes are those of the first level, each partnership counted once under each; authorities
    are the French leads.
    """
    partnerships = Partnership.objects.published().in_country(country)
    count = partnerships.count()
    if not count:
        return CountryInventory(0)
    return CountryInventory(count, branches_of(partnerships), leads_of(partnerships))


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


def leads_of(partnerships):
    """The French leads with their number of partnerships there, in `number`."""
    counted = partnerships.values("lead").annotate(number=Count("pk"))
    counted = counted.order_by("-number", "lead__name_norm", "lead")
    numbers = dict(counted.values_list("lead", "number")[:SHOWN])
    leads = LocalAuthority.objects.in_bulk(numbers)
    for pk, number in numbers.items():
        leads[pk].number = number
    return [leads[pk] for pk in numbers]
