"""The plan of the inventory is written, and what undoing it must spare."""

from django.db.models import Q

from atlas.models import (
    Agreement,
    Contribution,
    ForeignMember,
    ForeignName,
    FrenchMember,
    Partnership,
    PartnershipTheme,
    Rapprochement,
)
from atlas.models.rapprochements import referring
from correspondents.imports.apply import update_rows

from .rows import RowOutcome

PARTS = (FrenchMember, ForeignMember, PartnershipTheme, Agreement, Contribution)


def write_rows(plan):
    rows = plan.of(RowOutcome.NEW)
    for row in rows:
        row.partnership.partner = row.partner.authority
    Partnership.objects.bulk_create([row.partnership for row in rows], batch_size=500)
    completed = [(row.partnership, row.planned) for row in plan.of(RowOutcome.MODIFIED)]
    update_rows(Partnership, completed)


def in_use(model):
    """The condition that a partnership or a foreign authority has to do with something else."""
    if model is Partnership:
        return one_of((part, "partnership") for part in PARTS)
    used = one_of((each, field.name) for _, each, field in referring())
    decided = Rapprochement.objects.united()
    return (
        used
        | one_of([(ForeignName, "authority")])
        | Q(pk__in=decided.values("kept"))
        | Q(pk__in=decided.values("merged"))
    )


def one_of(references):
    """The condition that a row of one of these (model, field) refers to it."""
    condition = Q()
    for model, name in references:
        rows = model._default_manager.filter(**{f"{name}__isnull": False})
        condition |= Q(pk__in=rows.order_by().values(name))
    return condition
