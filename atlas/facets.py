"""How many partnerships each value of a filter would give, under the other filters: one query.

The partnerships found under all filters are read once; those found under all filters but one,
once for each filter in force that has counts.
"""

from dataclasses import dataclass

from django.db import connection

from correspondents.models import Country, Zone

from .filters import DEPARTMENTS, REGIONS, TO_CONFIRM, TO_SPECIFY, UNKNOWN_YEAR
from .models import ForeignAuthority, FrenchMember, LocalAuthority, PartnershipTheme, Theme

# What a count reads of a partnership.
FIELDS = ["pk", "kind", "public_status", "lead", "partner", "first_signed_year"]
COLUMNS = "id, kind, public_status, lead_id, partner_id, first_signed_year"


def _table(model):
    return f'"{model._meta.db_table}"'


def _listed(values):
    return ", ".join(f"'{value}'" for value in values)


PARTNER = f"{{found}} p JOIN {_table(ForeignAuthority)} f ON f.id = p.partner_id"
COUNTRY = f"{PARTNER} JOIN {_table(Country)} c ON c.iso2 = f.country_id"


INSIDE = "LATERAL (VALUES ({0}.id), ({0}.region_id), ({0}.department_id)) area(id)"
# The partnerships of each region and département: those of its leads, then those of members
# whose lead is elsewhere. Leads are many and have few areas: they are counted, then placed.
AREAS = f"""
    SELECT place.local_code, place.name, place.type, sum(number)::bigint FROM (
        SELECT DISTINCT a.id, area.id AS area_id, number
        FROM (SELECT lead_id, count(*) AS number FROM {{found}} GROUP BY lead_id) leads
        JOIN {_table(LocalAuthority)} a ON a.id = leads.lead_id
        CROSS JOIN {INSIDE.format("a")}
        UNION ALL
        SELECT DISTINCT p.id, area.id, 1 FROM {{found}} p
        JOIN {_table(LocalAuthority)} a ON a.id = p.lead_id
        JOIN {_table(FrenchMember)} m ON m.partnership_id = p.id
        JOIN {_table(LocalAuthority)} b ON b.id = m.authority_id
        CROSS JOIN {INSIDE.format("b")}
        WHERE area.id <> ALL (
            ARRAY[a.id, coalesce(a.region_id, a.id), coalesce(a.department_id, a.id)]
        )
    ) sides JOIN {_table(LocalAuthority)} place ON place.id = sides.area_id
    WHERE place.type IN ({_listed(REGIONS + DEPARTMENTS)}) GROUP BY place.id"""


def _area(types):
    return f"SELECT code, name, number FROM {{found}}_areas WHERE type IN ({_listed(types)})"


# By the name of the filter: (code, label, count) of each of its values.
COUNTS = {
    "nature": f"""
        SELECT coalesce(nullif(p.kind, ''), '{TO_SPECIFY}'), '', count(*)
        FROM {{found}} p GROUP BY p.kind""",
    "etat": f"""
        SELECT coalesce(nullif(p.public_status, ''), '{TO_CONFIRM}'), '', count(*)
        FROM {{found}} p GROUP BY p.public_status""",
    "pays": f"SELECT c.iso2, c.name, count(*) FROM {COUNTRY} GROUP BY c.iso2",
    "zone": f"""
        SELECT z.code, z.name, count(*) FROM {COUNTRY}
        JOIN {_table(Zone)} z ON z.id = c.zone_id GROUP BY z.id""",
    "region": _area(REGIONS),
    "departement": _area(DEPARTMENTS),
    "theme": f"""
        SELECT top.code, top.name, count(*) FROM (
            SELECT DISTINCT p.id, split_part(t.path, '/', 1) AS code FROM {{found}} p
            JOIN {_table(PartnershipTheme)} about ON about.partnership_id = p.id
            JOIN {_table(Theme)} t ON t.id = about.theme_id
        ) topics JOIN {_table(Theme)} top USING (code) GROUP BY top.id""",
    "annee": f"""
        SELECT coalesce(decade || '-' || decade + 9, '{UNKNOWN_YEAR}'), '', count(*)
        FROM (SELECT first_signed_year / 10 * 10 AS decade FROM {{found}} p) years
        GROUP BY decade""",
}
WORDED = {"nature", "etat", "annee"}  # the words of their values are those of the form


@dataclass(frozen=True)
class Value:
    """A value of a filter; `query` sets it, or takes it away when it is the one in force."""

    code: str
    label: str
    number: int
    is_chosen: bool
    query: str


@dataclass(frozen=True)
class Facet:
    """What a filter may be set to, with what each value would give."""

    label: str
    values: list[Value]

    @property
    def is_chosen(self):
        return any(value.is_chosen for value in self.values)


def counted(filterset):
    """{filter: {code: (label, count)}} under the other filters in force, for a valid set."""
    without = filterset.in_force & set(COUNTS)
    found, params = [], []
    for name in ["", *sorted(without)]:
        sql, values = _found(filterset, name)
        found.append(sql)
        params += values
    selects = [
        f"SELECT '{name}', counts.* FROM ({select.format(found=_called(name, without))}) counts"
        for name, select in COUNTS.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(found)} {' UNION ALL '.join(selects)}", params)
        rows = cursor.fetchall()
    counts = {name: {} for name in COUNTS}
    for name, code, label, number in rows:
        counts[name][code] = (label, number)
    return counts


def _called(name, without):
    """The rows under which the values of a filter are counted."""
    return f"found_{name}" if name in without else "found_"


def _found(filterset, name):
    """The rows under all filters but this one, and their areas: the SQL, its parameters."""
    rows = filterset.filter_queryset(filterset.queryset, without=name).order_by()
    sql, params = rows.values_list(*FIELDS).query.sql_with_params()
    areas = AREAS.format(found=f"found_{name}")
    return (
        f"found_{name}({COLUMNS}) AS MATERIALIZED ({sql}), "
        f"found_{name}_areas(code, name, type, number) AS ({areas})"
    ), params


def facets(filterset, counts):
    """The facets of a valid set as a page shows them, those without a value left out."""
    return [
        Facet(filterset.filters[name].label, _values(filterset, name, found))
        for name, found in counts.items()
        if found
    ]


def _values(filterset, name, counts):
    """The values in order: years by date, the others by number, the one in force first."""
    chosen = str(filterset.form[name].value() or "").lower()  # an old number of zone is its code
    words = dict(filterset.filters[name].field.choices) if name in WORDED else {}
    values = []
    for code, (label, number) in counts.items():
        is_chosen = code.lower() == chosen
        query = _query(filterset.data, name, "" if is_chosen else code)
        values.append(Value(code, words.get(code, label or code), number, is_chosen, query))
    if name == "annee":
        return sorted(values, key=lambda value: value.code)
    return sorted(values, key=lambda value: (not value.is_chosen, -value.number, value.label))


def _query(data, name, code):
    """The query string of the first page once the filter has this value, or none."""
    data = data.copy()
    for gone in ("page", name):
        data.pop(gone, None)
    if code:
        data[name] = code
    return f"?{data.urlencode()}"
