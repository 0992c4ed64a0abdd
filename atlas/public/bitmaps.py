"""The public inventory as bitmaps: which partnerships each value of a filter gives (ADR 21).

A set of partnerships is an integer: its bit n, from the lowest, is the nth one in reading order.
Sets meet by `&`, and a count is a count of bits. Read in one query, cached until somebody writes.
"""

from array import array
from collections import Counter, defaultdict
from functools import cached_property, reduce
from operator import and_

from django.db import connection
from django.db.models import Window
from django.db.models.functions import RowNumber

from atlas.models import (
    ForeignAuthority,
    FrenchMember,
    LocalAuthority,
    Partnership,
    PartnershipTheme,
    Theme,
)
from atlas.models.inventory import READING_ORDER
from correspondents.models import Country, Zone
from correspondents.records.cache import cached_until_written

from .filters import (
    DEPARTMENTS,
    NEVER,
    REGIONS,
    SORT,
    TO_CONFIRM,
    TO_SPECIFY,
    UNKNOWN_YEAR,
)

ONE = ord("1")
NO_PLACE = 0  # of a partner without a point


def _table(model):
    return f'"{model._meta.db_table}"'


def _listed(values):
    return ", ".join(f"'{value}'" for value in values)


PARTNER = f"inventory p JOIN {_table(ForeignAuthority)} f ON f.id = p.partner_id"
COUNTRY = f"{PARTNER} JOIN {_table(Country)} c ON c.iso2 = f.country_id"
PLACED = f"{{0}}.type IN ({_listed(REGIONS + DEPARTMENTS)})"
# The regions and départements of each partnership: those of its lead and of its members.
AREAS = f"""
    SELECT place.type, place.local_code, place.name, ranks FROM (
        SELECT area.id, array_agg(rank) AS ranks FROM (
            SELECT rank, lead_id AS id FROM inventory
            UNION ALL SELECT rank, m.authority_id FROM inventory
            JOIN {_table(FrenchMember)} m ON m.partnership_id = inventory.pk
        ) side JOIN {_table(LocalAuthority)} a ON a.id = side.id
        CROSS JOIN LATERAL (VALUES
            (a.region_id), (a.department_id), (CASE WHEN {PLACED.format("a")} THEN a.id END)
        ) area(id)
        WHERE area.id IS NOT NULL GROUP BY area.id
    ) sides JOIN {_table(LocalAuthority)} place ON place.id = sides.id
    WHERE {PLACED.format("place")}"""


def _area(types):
    return f"SELECT local_code, name, ranks FROM areas WHERE type IN ({_listed(types)})"


# By the name of the filter: (code, label, ranks) of each of its values.
VALUES = {
    "nature": f"""
        SELECT coalesce(nullif(p.kind, ''), '{TO_SPECIFY}'), '', array_agg(rank)
        FROM inventory p GROUP BY p.kind""",
    "etat": f"""
        SELECT coalesce(nullif(p.public_status, ''), '{TO_CONFIRM}'), '', array_agg(rank)
        FROM inventory p GROUP BY p.public_status""",
    "pays": f"SELECT c.iso2, c.name, array_agg(rank) FROM {COUNTRY} GROUP BY c.iso2",
    "zone": f"""
        SELECT z.code, z.name, array_agg(rank) FROM {COUNTRY}
        JOIN {_table(Zone)} z ON z.id = c.zone_id GROUP BY z.id""",
    "region": _area(REGIONS),
    "departement": _area(DEPARTMENTS),
    "theme": f"""
        SELECT top.code, top.name, array_agg(rank) FROM inventory p
        JOIN {_table(PartnershipTheme)} about ON about.partnership_id = p.pk
        JOIN {_table(Theme)} t ON t.id = about.theme_id
        JOIN {_table(Theme)} top ON top.code = split_part(t.path, '/', 1) GROUP BY top.id""",
    "annee": f"""
        SELECT coalesce(decade || '-' || decade + 9, '{UNKNOWN_YEAR}'), '', array_agg(rank)
        FROM (SELECT rank, first_signed_year / 10 * 10 AS decade FROM inventory) years
        GROUP BY decade""",
    "confirme": f"""
        SELECT coalesce(year::text, '{NEVER}'), '', array_agg(rank)
        FROM (SELECT rank, extract(year FROM confirmed_on)::int AS year FROM inventory) years
        GROUP BY year""",
}


def _ranks(order, rows="inventory p"):
    return f"SELECT '', '', array_agg(rank ORDER BY {order}, rank) FROM {rows}"


# By the value of the sort: the ranks in another order than that of reading.
ORDERS = {
    "collectivite": _ranks(
        "a.name_norm", f"inventory p JOIN {_table(LocalAuthority)} a ON a.id = p.lead_id"
    ),
    "annee": _ranks("first_signed_year DESC NULLS LAST"),
    "confirmation": _ranks("confirmed_on DESC NULLS LAST"),
}
# One row each: a number for each partnership, in reading order.
COLUMNS = {
    "keys": "SELECT '', '', array_agg(p.pk ORDER BY rank) FROM inventory p",
    "places": f"""
        SELECT '', '', array_agg(
            CASE WHEN f.latitude IS NULL THEN {NO_PLACE} ELSE f.id END ORDER BY rank
        ) FROM {PARTNER}""",
    "leads": "SELECT '', '', array_agg(p.lead_id ORDER BY rank) FROM inventory p",
}
FIELDS = [
    "pk",
    "rank",
    "kind",
    "public_status",
    "lead_id",
    "partner_id",
    "first_signed_year",
    "confirmed_on",
]


class Bitmaps:
    """`keys`, the `places` of their partners and their `leads` in reading order; `values` of each
    filter, as {filter: {code: (label, bits)}}; `orders`, as {value of the sort: ranks}."""

    def __init__(self):
        rows = _rows_by_name()
        self.keys, self.places, self.leads = (_column(rows[name]) for name in COLUMNS)
        self.orders = {name: _column(rows[f"{SORT} {name}"]) for name in ORDERS}
        self.all = (1 << len(self.keys)) - 1
        self.values = {
            name: {code: (label, self._bits(ranks)) for code, label, ranks in rows[name]}
            for name in VALUES
        }

    def of_keys(self, keys):
        """The set of these partnerships; one that nobody may see is nowhere."""
        keys = set(keys)
        return self._bits(rank for rank, key in enumerate(self.keys) if key in keys)

    def _bits(self, ranks):
        digits = bytearray(b"0") * (len(self.keys) + 1)
        for rank in ranks:
            digits[rank] = ONE
        return int(digits[::-1], 2)  # the first rank is the lowest digit


def bitmaps():
    """The bitmaps of the current inventory, the same for every visitor."""
    return cached_until_written("atlas-bitmaps", Bitmaps, {"countries", "inventory"})


def _rows_by_name():
    """{name of a column or a filter: [(code, label, numbers)]}, in one query."""
    rank = Window(RowNumber(), order_by=READING_ORDER) - 1
    partnerships = Partnership.objects.published().annotate(rank=rank).values_list(*FIELDS)
    inventory, params = partnerships.order_by().query.sql_with_params()
    sorts = {f"{SORT} {name}": select for name, select in ORDERS.items()}
    selects = " UNION ALL ".join(
        f"SELECT '{name}', v.* FROM ({select}) v(code, label, numbers)"
        for name, select in {**COLUMNS, **VALUES, **sorts}.items()
    )
    tables = f"inventory({', '.join(FIELDS)}) AS MATERIALIZED ({inventory}), areas AS ({AREAS})"
    rows = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {tables} {selects}", params)
        for name, *row in cursor:
            rows[name].append(row)
    return rows


def _column(rows):
    """The numbers of the one row of a column; none in an empty inventory."""
    ((_, _, numbers),) = rows
    return array("q", numbers or [])


class Selection:
    """The rows of a valid filterset: their `keys` in order, and the number of each place."""

    def __init__(self, filterset, bitmaps):
        self.filterset, self.bitmaps = filterset, bitmaps

    @cached_property
    def sets(self):
        """{filter in force: its own set}: a value that is counted has one, others are queried."""
        return {name: self._set(name) for name in self.filterset.in_force}

    def _set(self, name):
        code = str(self.filterset.form[name].value())
        values = self.bitmaps.values.get(name, {})
        if code in values:
            return values[code][1]
        value = self.filterset.form.cleaned_data[name]
        rows = self.filterset.filters[name].filter(self.filterset.queryset, value)
        return self.bitmaps.of_keys(rows.order_by().values_list("pk", flat=True))

    def without(self, name):
        """The set of the other filters in force."""
        others = (bits for other, bits in self.sets.items() if other != name)
        return reduce(and_, others, self.bitmaps.all)

    def counts(self):
        """{filter: {code: (label, number under the other filters)}}, values of none left out."""
        counts = {}
        for name, values in self.bitmaps.values.items():
            others = self.without(name)
            counts[name] = {
                code: (label, number)
                for code, (label, bits) in values.items()
                if (number := (bits & others).bit_count())
            }
        return counts

    @cached_property
    def _digits(self):
        return f"{self.without(None):b}"[::-1]  # zeros of the last ranks are not written

    def _among(self, numbers):
        digits = self._digits
        return (number for number, digit in zip(numbers, digits, strict=False) if digit == "1")

    @cached_property
    def keys(self):
        ranks = self.bitmaps.orders.get(self.filterset.form.cleaned_data[SORT])
        if ranks is None:
            return array("q", self._among(self.bitmaps.keys))
        keys, digits = self.bitmaps.keys, self._digits
        return array("q", (keys[rank] for rank in ranks if digits[rank : rank + 1] == "1"))

    @property
    def leads(self):
        """The keys of the French authorities that lead."""
        return set(self._among(self.bitmaps.leads))

    @property
    def places(self):
        """{partner that has a point: number of partnerships}."""
        numbers = Counter(self._among(self.bitmaps.places))
        del numbers[NO_PLACE]
        return numbers
