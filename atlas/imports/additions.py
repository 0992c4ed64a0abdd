"""The values that a row adds to a partnership of the base; it takes none away."""

from django.db.models import Q

from atlas.models import Partnership
from atlas.partialdates import comes_before

from .authorities import Unknown


def additions(row, partnership):
    """{field: value} of what the row would change.

    An empty cell erases nothing. A kind that the import supposes does not replace one that a
    person wrote, nor does any state of a file a reserved one, sourced by hand.
    """
    planned = {
        name: value
        for name, value in row.planned.items()
        if value not in ("", None) and getattr(partnership, name) != value
    }
    check_dates(row, planned, partnership)
    if partnership.kind and not row.says_kind:
        planned.pop("kind", None)
    if "status" in planned and partnership.status in Partnership.RESERVED:
        del planned["status"]
        row.say(
            f"l’état « {partnership.get_status_display()} » est gardé : il se change à la main, "
            "avec sa raison et sa source."
        )
    if not row.others.items() <= partnership.other_data.items():
        planned["other_data"] = partnership.other_data | row.others
    return planned


def check_dates(row, planned, partnership):
    """Put aside an end before the start, one of which the base knows."""
    started = planned.get("started", partnership.started)
    ended = planned.get("ended", partnership.ended)
    if not comes_before(ended, started):
        return
    if "ended" in planned:
        del planned["ended"]
        row.put_aside("ended", f"est avant le début, {started}")
    else:
        del planned["started"]
        row.put_aside("started", f"est après la fin que la base connaît, {ended}")
    row.others = row.other_texts()


class Identifiers:
    """The owners of the identifiers of a file: a source numbers a partnership once, the Atlas too.

    `planned` are the fields that the rows fill.
    """

    def __init__(self, planned):
        rows = list(planned)
        condition = Q(pk__in=[])
        for name in ("source_id", "atlas_id"):
            values = {fields.get(name) for fields in rows} - {None, ""}
            condition |= Q(**{f"{name}__in": values})
        partnerships = Partnership.objects.filter(condition)
        self.owners = {
            key: partnership
            for partnership in partnerships.select_related("lead", "partner")
            for key in identifiers(partnership, {}).values()
        }

    def claim(self, row):
        """Have the row's partnership own its identifiers. Raises Unknown when another one does."""
        keys = identifiers(row.partnership, row.planned)
        for name, key in keys.items():
            owner = self.owners.get(key, row.partnership)
            if owner != row.partnership:
                raise Unknown(name, f"est déjà l’identifiant {name_of(owner)}")
        self.owners |= dict.fromkeys(keys.values(), row.partnership)


def identifiers(partnership, planned):
    """{field: what it identifies once}, as the partnership would be."""
    value = {
        name: planned.get(name, getattr(partnership, name))
        for name in ("source", "source_id", "atlas_id")
    }
    keys = {"source_id": (value["source"], value["source_id"]), "atlas_id": value["atlas_id"]}
    return {name: key for name, key in keys.items() if value[name]}


def name_of(owner):
    first = getattr(owner, "first_row", None)
    return f"de la ligne {first.number}" if first else f"du partenariat « {owner} »"
