"""A list of partnerships, as a file that comes in."""

import io

from atlas.imports.partnerships import InventoryOptions
from correspondents.imports.kinds import list_kind
from correspondents.imports.plan import build
from correspondents.imports.report import report

RENNES = "213502388"


def plan_of(text, *, kind="", choices=None):
    return build(
        io.BytesIO(text.encode()),
        "inventaire.csv",
        kind=list_kind("partnerships"),
        options=InventoryOptions(kind=kind),
        choices=choices,
    )


def outcomes(plan):
    return [row.outcome.value for row in plan.rows]


def rows_of(plan):
    return report(plan)["rows"]
