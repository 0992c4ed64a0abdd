"""The plan of the dossiers is written, a version each; and what undoing it spares and puts back."""

from atlas.imports import write as inventory
from atlas.imports.rows import RowOutcome
from projects.models import Application, ApplicationVersion, BudgetLine

PARTS = (BudgetLine, ApplicationVersion)
IN_USE = "un avis, une pièce ou une décision en dépend désormais"
CHANGED = "modifié depuis"


def write_rows(plan):
    for row in plan.of(RowOutcome.NEW):
        row.application.partner = row.partner.authority
        row.application.territory = row.territory and row.territory.authority
        row.application.save(force_insert=True)
        complete(row)
    for row in plan.of(RowOutcome.MODIFIED):
        for name, value in row.planned.items():
            setattr(row.application, name, value)
        row.application.save(update_fields=row.planned)
        complete(row)
    written = [row.application.pk for row in plan.of(RowOutcome.NEW, RowOutcome.MODIFIED)]
    ApplicationVersion.objects.keep_all(written, by=plan.by)


def complete(row):
    """Add the relations and the budget lines of the dossier."""
    for name, (_, added) in row.links.items():
        getattr(row.application, name).add(*added)
    for line in row.lines:
        line.save(row.application)


def in_use(model):
    """The condition that a dossier, or a foreign authority, has to do with something else."""
    if model is Application:
        return inventory.one_of(depending())
    others = Application.other_partners.through
    return inventory.in_use(model) | inventory.one_of([(others, "foreignauthority")])


def depending():
    """The (model, name) that refer to dossiers, save what they are made of and their history."""
    for relation in Application._meta.related_objects:
        is_part = relation.related_model in PARTS
        is_history = relation.related_model._meta.object_name.endswith("Event")
        if relation.field.concrete and not (relation.many_to_many or is_part or is_history):
            yield relation.related_model, relation.field.name


def keep_apart(undone, batch):
    """Spare whole each dossier that is in use, or that somebody has changed since.

    The countries, themes and others of the rest are what they were: they have no history.
    """
    lines, dossiers = undone[BudgetLine], undone[Application]
    spare(lines, dossiers, batch)
    spared = {each["id"] for each in dossiers.left_alone}
    for rows in (dossiers.created, dossiers.before):
        for pk in spared & rows.keys():
            del rows[pk]
    for rows in (lines.created, lines.before):
        for pk in [pk for pk, line in rows.items() if line.application_id in spared]:
            del rows[pk]
    for dossier, links in modified(batch):
        if dossier.pk not in spared:
            for name, keys in links.items():
                relation = getattr(dossier, name)
                relation.set(relation.model.objects.filter(pk__in=keys))


def spare(lines, dossiers, batch):
    """Leave alone each dossier of which the import wrote something, when there is a reason to."""
    written = [*lines.created.values(), *lines.before.values()]
    touched = {row.application_id for row in written} | {row.pk for row, _ in modified(batch)}
    touched |= dossiers.created.keys() | dossiers.before.keys()
    touched -= {each["id"] for each in dossiers.left_alone}
    for row in Application.objects.filter(pk__in=touched):
        if reason := reason_to_spare(row, batch):
            dossiers.leave(row, reason)


def reason_to_spare(dossier, batch):
    """Why a dossier that an import wrote is not undone, "" when it is."""
    if Application.objects.filter(in_use(Application), pk=dossier.pk).exists():
        return IN_USE
    # The import kept one version; any change since kept another.
    since = dossier.versions.filter(made_at__gte=batch.applied_at)
    return CHANGED if since.count() > 1 else ""


def after_undoing(undone, batch, by):
    """Keep a version of the dossiers that are what they were before the import."""
    spared = {each["id"] for each in undone[Application].left_alone}
    keys = {dossier.pk for dossier, _ in modified(batch)} - spared
    ApplicationVersion.objects.keep_all(keys, by=by)


def modified(batch):
    """[(dossier, {relation: keys that it had})] of those that an import changed."""
    rows = [row for row in batch.report["rows"] if row["outcome"] == RowOutcome.MODIFIED]
    dossiers = Application.objects.filter(
        call__slug=batch.options.get("call"), reference__in=[row["reference"] for row in rows]
    )
    index = {dossier.reference: dossier for dossier in dossiers}
    return [
        (index[row["reference"]], row.get("links", {})) for row in rows if row["reference"] in index
    ]
