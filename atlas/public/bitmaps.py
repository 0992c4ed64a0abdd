"""The public inventory as bitmaps: which partnerships each value of a filter gives (ADR 21).

A set of partnerships is an integer whose bit n, from the lowest, is the nth one in reading order:
sets meet by `&`, and a count is a count of bits. Read in one query, kept until somebody writes.
"""

from array import array
from collections import Counter
from functools import cached_property, reduce
from itertools import compress
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

from .filters import DEPARTMENTS, REGIONS, TO_CONFIRM, TO_SPECIFY, UNKNOWN_YEAR

ZEROS_AND_ONES = bytes.maketrans(b"01", b"\x00\x01")
NO_PLACE = 0  # of a partner without a point


def _table(model):
    return f'"{model._meta.db_table}"'


def _listed(values):
    return ", ".join(f"'{value}'" for value in values)


PARTNER = f"found p JOIN {_table(ForeignAuthority)} f ON f.id = p.partner_id"
COUNTRY = f"{PARTNER} JOIN {_table(Country)} c ON c.iso2 = f.country_id"
PLACED = f"{{0}}.type IN ({_listed(REGIONS + DEPARTMENTS)})"
# The regions and départements of each partnership: those of its lead and of its members.
AREAS = f"""
    SELECT place.type, place.local_code, place.name, ranks FROM (
        SELECT area.id, array_agg(rank) AS ranks FROM (
            SELECT rank, lead_id AS id FROM found
            UNION ALL SELECT rank, m.authority_id FROM found
            JOIN {_table(FrenchMember)} m ON m.partnership_id = found.pk
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
        FROM found p GROUP BY p.kind""",
    "etat": f"""
        SELECT coalesce(nullif(p.public_status, ''), '{TO_CONFIRM}'), '', array_agg(rank)
        FROM found p GROUP BY p.public_status""",
    "pays": f"SELECT c.iso2, c.name, array_agg(rank) FROM {COUNTRY} GROUP BY c.iso2",
    "zone": f"""
        SELECT z.code, z.name, array_agg(rank) FROM {COUNTRY}
        JOIN {_table(Zone)} z ON z.id = c.zone_id GROUP BY z.id""",
    "region": _area(REGIONS),
    "departement": _area(DEPARTMENTS),
    "theme": f"""
        SELECT top.code, top.name, array_agg(rank) FROM found p
        JOIN {_table(PartnershipTheme)} about ON about.partnership_id = p.pk
        JOIN {_table(Theme)} t ON t.id = about.theme_id
        JOIN {_table(Theme)} top ON top.code = split_part(t.path, '/', 1) GROUP BY top.id""",
    "annee": f"""
        SELECT coalesce(decade || '-' || decade + 9, '{UNKNOWN_YEAR}'), '', array_agg(rank)
        FROM (SELECT rank, first_signed_year / 10 * 10 AS decade FROM found) years
        GROUP BY decade""",
}
KEYS = "SELECT '', '', array_agg(p.pk ORDER BY rank) FROM found p"
PLACES = f"""
    SELECT '', '', array_agg(
        CASE WHEN f.latitude IS NULL THEN {NO_PLACE} ELSE f.id END ORDER BY rank
    ) FROM {PARTNER}"""
FIELDS = ["pk", "rank", "kind", "public_status", "lead_id", "partner_id", "first_signed_year"]


class Bitmaps:
    """`keys` and the `places` of their partners in reading order; `values` of each filter, as
    {filter: {code: (label, bits)}}."""

    def __init__(self):
        self.values = {name: {} for name in VALUES}
        self.keys = self.places = array("q")
        for name, code, label, numbers in sorted(_read(), key=lambda row: row[0] in VALUES):
            if name in VALUES:
                self.values[name][code] = (label, _bits(numbers, len(self.keys)))
            else:
                setattr(self, name, array("q", numbers or []))
        self.all = (1 << len(self.keys)) - 1

    def of_keys(self, keys):
        """The set of these partnerships; one that nobody may see is nowhere."""
        keys = set(keys)
        return int(b"0" + bytes(48 + (key in keys) for key in reversed(self.keys)), 2)


def bitmaps():
    """Those of the inventory as it stands: anybody may see them, whoever is signed in."""
    return cached_until_written("atlas-bitmaps", Bitmaps, {"countries", "inventory"})


def _read():
    """[(name, code, label, numbers)]: the keys, the places, and the ranks of each value."""
    rank = Window(RowNumber(), order_by=READING_ORDER) - 1
    rows = Partnership.objects.published().annotate(rank=rank).values_list(*FIELDS)
    found, params = rows.order_by().query.sql_with_params()
    selects = " UNION ALL ".join(
        f"SELECT '{name}', v.* FROM ({select}) v(code, label, numbers)"
        for name, select in {"keys": KEYS, "places": PLACES, **VALUES}.items()
    )
    named = f"WITH found({', '.join(FIELDS)}) AS MATERIALIZED ({found}), areas AS ({AREAS})"
    with connection.cursor() as cursor:
        cursor.execute(f"{named} {selects}", params)
        return cursor.fetchall()


def _bits(ranks, size):
    marks = bytearray(b"0") * size
    for rank in ranks:
        marks[-1 - rank] = 49
    return int(marks, 2)


class Found:
    """What a valid set of filters finds: the `keys` in order, and how many each place has."""

    def __init__(self, filterset, bitmaps):
        self.filterset, self.bitmaps = filterset, bitmaps

    @cached_property
    def sets(self):
        """{filter in force: what it finds alone}: a value counted is known, another asked for."""
        return {name: self._alone(name) for name in self.filterset.in_force}

    def _alone(self, name):
        code = str(self.filterset.form[name].value())
        known = self.bitmaps.values.get(name, {})
        if code in known:
            return known[code][1]
        value = self.filterset.form.cleaned_data[name]
        rows = self.filterset.filters[name].filter(self.filterset.queryset, value)
        return self.bitmaps.of_keys(rows.order_by().values_list("pk", flat=True))

    def without(self, name):
        """What is found under the other filters in force."""
        others = (bits for other, bits in self.sets.items() if other != name)
        return reduce(and_, others, self.bitmaps.all)

    def _among(self, numbers):
        marks = f"{self.without(None):b}".encode()[::-1].translate(ZEROS_AND_ONES)
        return compress(numbers, marks)

    @cached_property
    def keys(self):
        return array("q", self._among(self.bitmaps.keys))

    @property
    def places(self):
        """{partner that has a point: number of partnerships found}."""
        numbers = Counter(self._among(self.bitmaps.places))
        del numbers[NO_PLACE]
        return numbers
