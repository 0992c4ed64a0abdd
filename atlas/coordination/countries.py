"""The delegation's two lists of countries: several authorities and no note; no partnership."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from atlas.models import CoordinationNote, ForeignMember, FrenchMember, Partnership
from correspondents.models import Country
from correspondents.records.cache import cached_until_written
from correspondents.spreadsheets.write import Column, Table

from .columns import NUMBER

MANY = 2  # authorities


@dataclass(frozen=True)
class CountryTable:
    """A list of countries; `rows` finds them, each with its `number` if a column shows it."""

    title: str
    explained: str
    rows: Callable
    columns: list

    def table(self):
        return Table(title=self.title, columns=self.columns, rows=self.rows())


def abroad():
    """Countries and territories that are not French, in order, each with its zone."""
    return Country.objects.filter(is_french=False).select_related("zone").order_by("name_norm")


def without_note():
    """Countries where `MANY` authorities or more work, without any note; busiest first."""
    numbers = cached_until_written("radar-countries", numbers_by_country, {"inventory"})
    noted = CoordinationNote.objects.order_by().values("country")
    countries = list(abroad().filter(pk__in=numbers).exclude(pk__in=noted))
    for country in countries:
        country.number = numbers[country.pk]
    return sorted(countries, key=lambda country: -country.number)


def numbers_by_country():
    """{country: how many French authorities work there}, where they are `MANY` or more."""
    leads = Partnership.objects.order_by().values_list("partner__country", "lead")
    members = FrenchMember.objects.order_by()
    members = members.values_list("partnership__partner__country", "authority")
    pairs, params = leads.union(members).query.sql_with_params()
    sql = f"SELECT country, count(*) FROM ({pairs}) pairs(country, authority) GROUP BY country"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} HAVING count(*) >= %s", [*params, MANY])
        return dict(cursor.fetchall())


def without_partnership():
    """Countries without a partner in any partnership, published or not."""
    led = Partnership.objects.order_by().values("partner__country")
    joined = ForeignMember.objects.order_by().values("authority__country")
    return list(abroad().exclude(Q(pk__in=led) | Q(pk__in=joined)))


NAMES = [
    Column("country", "Pays ou territoire", "Son nom usuel", "name", width=30),
    Column("iso2", "Code ISO", "Code ISO 3166 à deux lettres", "pk", width=9),
    Column("zone", "Zone", "Zone géographique de la délégation", "zone.name"),
]
TABLES = {
    "sans-note": CountryTable(
        "Pays à plusieurs collectivités et sans note",
        "Deux collectivités françaises ou plus y travaillent, et personne n’a noté de réunion, de "
        "mission conjointe ni de personnel mutualisé.",
        without_note,
        [*NAMES, NUMBER],
    ),
    "sans-partenariat": CountryTable(
        "Pays sans aucun partenariat",
        "L’inventaire n’y connaît aucun partenaire, publié ou non.",
        without_partnership,
        NAMES,
    ),
}
