"""The radar: the partner territories where two French authorities or more work.

An authority works wherever a partnership that it leads or takes part in has a partner, lead or
not, and in all that contains that place. A territory that adds nobody to one of the list that it
contains is not listed itself: the nearer one says it all. Which partnerships count is the
caller's: `published()` for the public, `visible_to(user)` for staff, under any of their filters.
"""

import json
from dataclasses import dataclass, field

from django.db import connection

from atlas.models import (
    ForeignAuthority,
    ForeignMember,
    FrenchMember,
    LocalAuthority,
    Partnership,
    PartnershipTheme,
    Theme,
)

from .words import itself, within

KINDS = dict(Partnership.Kind.choices)
# The fields of a partnership, and their names in the queries below.
FIELDS = ["id", "lead", "partner", "kind", "first_signed_year", "started"]
FOUND = "({found}) found(id, lead, partner, kind, signed, started)"


PLACES, THEMES = ForeignAuthority._meta.db_table, Theme._meta.db_table
HERE = f"JOIN {FrenchMember._meta.db_table} here ON here.partnership_id = found.id"
THERE = f"JOIN {ForeignMember._meta.db_table} there ON there.partnership_id = found.id"
# Each territory, with each place that it contains at any depth, itself included.
INSIDE = f"""
    inside(territory, place) AS (
        SELECT id, id FROM ({{territories}}) asked(id)
        UNION
        SELECT territory, child.id FROM inside JOIN {PLACES} child ON child.parent_id = place
    )"""


def _work(columns):
    """The authorities at work, one row a partnership and pair of its sides: leads, then members.

    Joined to `inside` side by side: each then takes the index that it needs.
    """
    sides = [("partner", "lead"), ("there.authority_id", "lead")]
    sides += [("partner", "here.authority_id"), ("there.authority_id", "here.authority_id")]
    return " UNION ALL ".join(
        f"SELECT territory, place, {authority} AS authority, {columns} FROM {FOUND}"
        f" {THERE if 'there' in place else ''} {HERE if 'here.' in authority else ''}"
        f" JOIN inside ON place = {place}"
        for place, authority in sides
    )


GROUPS = f"""
    WITH RECURSIVE {INSIDE}
    SELECT territory, asked.parent_id, number, authorities FROM (
        SELECT territory, count(*) AS number, {{authorities}} AS authorities FROM (
            SELECT DISTINCT territory, authority
            FROM ({_work("NULL")}) work
        ) pairs GROUP BY territory HAVING count(*) >= {{least}}
    ) groups JOIN {PLACES} asked ON asked.id = territory
    ORDER BY number DESC, asked.name_norm, territory"""
YEAR = "coalesce(signed, nullif(left(started, 4), '')::int)"
FACTS = f"""
    WITH inside AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) pairs(territory, place)),
    work AS MATERIALIZED (
        {_work(f"place = territory AS is_here, found.id, kind, {YEAR} AS year")}
    ),
    who(territory, authorities) AS (
        SELECT territory, jsonb_agg(jsonb_build_array(authority, is_here) ORDER BY name_norm, a.id)
        FROM (
            SELECT territory, authority, bool_or(is_here) AS is_here FROM work GROUP BY 1, 2
        ) pairs JOIN {LocalAuthority._meta.db_table} a ON a.id = authority GROUP BY territory
    ),
    topics(territory, authority, theme) AS (
        SELECT DISTINCT territory, authority, theme_id
        FROM work JOIN {PartnershipTheme._meta.db_table} about ON about.partnership_id = work.id
    ),
    shared(territory, themes) AS (
        SELECT territory, array_agg(theme) FROM (
            SELECT territory, above.id AS theme FROM topics JOIN {THEMES} own ON own.id = theme
            JOIN {THEMES} above ON starts_with(own.path, above.path)
            GROUP BY territory, above.id HAVING count(DISTINCT authority) > 1
        ) common GROUP BY territory
    ),
    facts AS (
        SELECT territory, array_agg(DISTINCT kind), min(year), max(year) FROM work GROUP BY 1
    )
    SELECT * FROM facts JOIN who USING (territory) LEFT JOIN shared USING (territory)"""


@dataclass(frozen=True)
class SharedTerritory:
    """A territory where `number` authorities work, with their keys when they are read."""

    territory: int
    number: int
    authorities: frozenset = frozenset()


@dataclass
class Signal:
    """A territory of the radar, with its authorities and their themes.

    `number` authorities work there, `at_place` at the territory itself, `inside` only in what it
    contains; each list by name, maybe cut short. `themes` are those that two authorities or more
    have in common, the most precise ones. `first` and `latest` are years, None when unknown.
    """

    territory: ForeignAuthority
    number: int
    at_place: list = field(default_factory=list)
    inside: list = field(default_factory=list)
    themes: list = field(default_factory=list)
    kinds: list = field(default_factory=list)
    first: int | None = None
    latest: int | None = None

    @property
    def authorities(self):
        return [*self.at_place, *self.inside]

    @property
    def place_in_words(self):
        return itself(self.territory)

    @property
    def inside_in_words(self):
        return f"ailleurs {within(self.territory)}" if self.at_place else within(self.territory)

    @property
    def more(self):
        """The number of authorities that the lists leave out."""
        return self.number - len(self.authorities)


def shared_territories(partnerships, territories=None, with_authorities=False):
    """The territories where two authorities or more have some of these partnerships.

    One query: [SharedTerritory], the busiest first. `territories`, a queryset, narrows what is
    listed, not who is counted.
    """
    rows = _rows(partnerships, territories, with_authorities)
    numbers = {territory: number for territory, _, number, _ in rows}
    repeated = {parent for _, parent, number, _ in rows if numbers.get(parent) == number}
    return [
        SharedTerritory(territory, number, frozenset(authorities or ()))
        for territory, _, number, authorities in rows
        if territory not in repeated
    ]


def at_work(partnerships, territories):
    """{territory: keys of the authorities that work there}, for those where anybody does."""
    places = ForeignAuthority.objects.filter(pk__in=territories)
    rows = _rows(partnerships, places, with_authorities=True, least=1)
    return {territory: frozenset(authorities) for territory, _, _, authorities in rows}


def _rows(partnerships, territories, with_authorities, least=2):
    """(territory, its container, number of authorities, their keys), the busiest first."""
    if territories is None:
        territories = ForeignAuthority.objects.all()
    works, params = _sql(partnerships, *FIELDS)
    places, place_params = _sql(territories, "id")
    keys = "array_agg(authority)" if with_authorities else "NULL::bigint[]"
    sql = GROUPS.format(found=works, territories=places, authorities=keys, least=least)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*place_params, *params * 4])
        return cursor.fetchall()


def inside(territories):
    """[(key of a territory of the queryset, key of a place that it contains)], itself included."""
    places, params = _sql(territories, "id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE {INSIDE} SELECT * FROM inside".format(territories=places), params
        )
        return cursor.fetchall()


def signals(keys, partnerships, most=None):
    """The signals of the territories of these keys, in their order, from these partnerships.

    Five queries, whatever the keys; `most` authorities of each are read. A territory where nobody
    works is left out.
    """
    pairs = inside(ForeignAuthority.objects.filter(pk__in=keys))
    sides = [list(side) for side in zip(*pairs, strict=True)] or [[], []]
    works, params = _sql(partnerships, *FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(FACTS.format(found=works), [*sides, *params * 4])
        rows = {row[0]: row for row in cursor.fetchall()}
    return _filled([rows[key] for key in keys if key in rows], most)


def _sql(rows, *fields):
    """(SQL, parameters) of a queryset, of one that can only be empty too."""
    query = rows.order_by().values_list(*fields).query
    return query.get_compiler(connection=connection, elide_empty=False).as_sql()


def _filled(rows, most):
    """The signals of rows of FACTS, in three queries."""
    shown = [_sides(json.loads(row[4]), most) for row in rows]
    authorities = LocalAuthority.objects.in_bulk({pk for sides in shown for s in sides for pk in s})
    territories = ForeignAuthority.objects.with_country().in_bulk([row[0] for row in rows])
    themes = Theme.objects.in_bulk({pk for row in rows for pk in row[5] or []})
    return [
        Signal(
            territories[key],
            len(json.loads(pairs)),
            *[[authorities[pk] for pk in side] for side in sides],
            _most_precise([themes[pk] for pk in common or []]),
            [KINDS[kind] for kind in kinds if kind],
            first,
            latest,
        )
        for (key, kinds, first, latest, pairs, common), sides in zip(rows, shown, strict=True)
    ]


def _sides(pairs, most):
    """(keys of those that work at the territory itself, of the others), `most` in all."""
    at_place = [key for key, is_here in pairs if is_here][:most]
    others = [key for key, is_here in pairs if not is_here]
    return at_place, others if most is None else others[: most - len(at_place)]


def _most_precise(themes):
    """The themes with none of the others below them, in the order of the tree."""
    paths = [theme.path for theme in themes]
    precise = [t for t in themes if not any(p != t.path and p.startswith(t.path) for p in paths)]
    return sorted(precise, key=lambda theme: theme.path)
