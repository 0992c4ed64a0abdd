"""A file of partnerships: its plan, the document that tells it, and its application."""

from django.db import transaction

from atlas.models import ForeignAuthority, Partnership
from correspondents.imports.apply import application, keep, lock
from correspondents.imports.drafts import Outcome
from correspondents.imports.plan import Source
from correspondents.imports.report import sheet_report
from correspondents.imports.sheet import Vocabulary, lay_out
from correspondents.models import ImportBatch
from correspondents.spreadsheets import refusals
from correspondents.spreadsheets.sandbox import read_safely

from .columns import CHOICES, code_of, is_header
from .planner import OUTCOMES, Plan, Planner

VOCABULARY = Vocabulary(code_of, CHOICES, is_header)
TABLES = (Partnership, ForeignAuthority)


def build(file, name, *, kind="", mapping=None, choices=None):
    """The plan of an open binary file, read against the inventory as it is now.

    `kind` is a `Partnership.Kind`, that of the rows which say none. `mapping` and `choices` are
    what a person said of columns and of questions, as for the list of correspondents
    (`correspondents.imports.plan.build`). Raises RefusedFile.
    """
    source = Source.of(file, name)
    sheets = read_safely(file, name)
    listings = [lay_out(s, (mapping or {}).get(s.name), vocabulary=VOCABULARY) for s in sheets]
    if all(listing.skipped for listing in listings):
        raise refusals.no_list()
    plan = Plan(source, listings)
    Planner(plan, kind, choices).plan()
    return plan


def report(plan):
    """The plan as one JSON document, made before it is applied."""
    return {
        "file": {"name": plan.source.name, "sha256": plan.source.sha256},
        "sheets": [sheet_report(listing) for listing in plan.listings],
        "rows": [row_report(row) for row in plan.rows],
        "absent": [],
        "new_partners": [str(partner.authority) for partner in plan.partners],
        "totals": plan.totals,
    }


def row_report(row):
    """A row: `authority` is a SIREN or an INSEE code, `country` an ISO code, `partner` a name."""
    document = {
        "sheet": row.record.sheet,
        "row": row.record.row,
        "outcome": row.outcome.value,
        "authority": code_in_file(row.authority),
        "country": row.country.pk if row.country else None,
        "partner": row.partner.authority.name if row.partner else row.said["partner"] or None,
        "changes": changes_of(row),
        "messages": row.messages,
        "other": row.others if row.is_accepted else row.record.by_heading(),
    }
    if row.questions:
        document["questions"] = [question.to_json() for question in row.questions]
    return document


def code_in_file(authority):
    """What names an authority to machines: its SIREN, else its INSEE code, else ours."""
    return (authority.siren or authority.insee or authority.local_code) if authority else None


def changes_of(row):
    """{field: [old, new]} of a partnership that the row changes."""
    if row.outcome != Outcome.MODIFIED:
        return {}
    return {name: [getattr(row.partnership, name), new] for name, new in row.planned.items()}


def summary(plan):
    """The plan in French lines: the piles, then what a person must look at."""
    lines = [f"{plan.totals[outcome.value]} {outcome.label}" for outcome in OUTCOMES]
    lines.append(f"{len(plan.partners)} autorités locales étrangères à créer")
    lines += [f"Feuille « {s.name} » : {s.skipped}" for s in plan.listings if s.skipped]
    waiting = [row for row in plan.rows if not row.is_accepted]
    return lines + [sentence for row in waiting for sentence in row.messages]


@transaction.atomic
def apply(plan, *, by=None):
    """Write the plan and return its batch. Raises PlanRefused, and then nothing is written."""
    batch = keep(plan.source, by=by, kind=ImportBatch.Kind.PARTNERSHIPS)
    batch.totals, batch.report = plan.totals, report(plan)
    with application(batch, by):
        ForeignAuthority.objects.bulk_create(
            [partner.authority for partner in plan.partners], batch_size=500
        )
        write_new([row for row in plan.rows if row.outcome == Outcome.NEW])
        write_changed([row for row in plan.rows if row.outcome == Outcome.MODIFIED])
    return batch


def write_new(rows):
    for row in rows:
        row.partnership.partner = row.partner.authority
    Partnership.objects.bulk_create([row.partnership for row in rows], batch_size=500)


def write_changed(rows):
    for row in rows:
        for name, value in row.planned.items():
            setattr(row.partnership, name, value)
        row.partnership.save(update_fields=list(row.planned))


def lock_inventory():
    """Nobody else writes partnerships until the end of the transaction."""
    lock(TABLES)
