"""French authorities by the keys of the index, in plain SQL as its names are."""

from collections.abc import Iterable, Sequence

from django.db import DEFAULT_DB_ALIAS, connection

from atlas.models import LocalAuthority
from correspondents.finder.names import in_model_order

READ = "id type name siren local_code population successor_id region_id department_id".split()
FIELDS = in_model_order(LocalAuthority, READ)
OF_A_PLACE = in_model_order(LocalAuthority, ["id", "name"])
PLACES = {"region": -4, "department": -2}  # where the columns of each begin
TABLE = f'"{LocalAuthority._meta.db_table}"'
SELECT = f"""
SELECT {", ".join(f'authority."{field}"' for field in FIELDS)},
    {", ".join(f'{place}."{field}"' for place in PLACES for field in OF_A_PLACE)}
FROM {TABLE} authority
LEFT JOIN {TABLE} region ON region.id = authority.region_id
LEFT JOIN {TABLE} department ON department.id = authority.department_id
WHERE authority.id = ANY(%s::bigint[])
ORDER BY authority.population DESC NULLS LAST, authority.id LIMIT %s
"""


def biggest(keys: Iterable[str], most: int) -> list[LocalAuthority]:
    """The biggest of these authorities, with the names of their regions and départements."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [list(keys), most])
        return [_authority(row) for row in cursor.fetchall()]


def _authority(row: Sequence[object]) -> LocalAuthority:
    authority = LocalAuthority.from_db(DEFAULT_DB_ALIAS, FIELDS, row[: len(FIELDS)])
    for name, start in PLACES.items():
        columns = row[start : start + len(OF_A_PLACE) or None]
        is_known = columns[0] is not None
        place = LocalAuthority.from_db(DEFAULT_DB_ALIAS, OF_A_PLACE, columns) if is_known else None
        setattr(authority, name, place)
    return authority
